using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>What Meta's platforms tell of, written field by field.</summary>
internal static class MetaItems
{
    public static string User(string channel, int number) =>
        channel == "whatsapp"
            ? string.Create(CultureInfo.InvariantCulture, $"8869{number:d8}")
            : string.Create(CultureInfo.InvariantCulture, $"24000000{number:d8}");

    /// <summary>Anything that can happen in a conversation, as chance has it.</summary>
    /// <param name="another">The number of another message of the same customer, for what is about one.</param>
    public static JsonObject Happening(
        string channel,
        string account,
        string user,
        string id,
        DateTimeOffset at,
        Random dice,
        string another
    ) => channel == "whatsapp" ? OnNumber(user, id, at, dice, another) : OnPage(account, user, id, at, dice, another);

    public static JsonObject Text(string channel, string account, string user, string id, DateTimeOffset at, string words) =>
        channel == "whatsapp"
            ? Number(user, id, at, "text", new JsonObject { ["body"] = words })
            : Page(account, user, at, "message", new JsonObject { ["mid"] = $"m_{id}", ["text"] = words });

    /// <summary>Of a kind that nobody knows, and now and then not even well-formed.</summary>
    public static JsonObject Strange(string channel, string account, string user, int number, DateTimeOffset at)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"novelty{number}");
        var what = new JsonObject { ["values"] = new JsonArray(1, "two", null, new JsonObject { ["three"] = 3 }) };
        var item = channel == "whatsapp" ? Number(user, kind, at, kind, what) : Page(account, user, at, kind, what);
        if (number % 3 == 0)
            item.Remove(channel == "whatsapp" ? "from" : "sender");
        if (number % 5 == 0)
            item["timestamp"] = "yesterday";
        if (number % 7 == 0)
            item[channel == "whatsapp" ? "id" : "recipient"] = new JsonArray(number);
        return item;
    }

    public static byte[] Body(string channel, string account, IEnumerable<JsonObject> items)
    {
        var all = new JsonArray([.. items.Select(item => (JsonNode)item.DeepClone())]);
        JsonObject entry =
            channel == "whatsapp"
                ? new()
                {
                    ["id"] = MetaAccountSeed.Waba,
                    ["changes"] = new JsonArray(
                        new JsonObject
                        {
                            ["field"] = "messages",
                            ["value"] = new JsonObject
                            {
                                ["messaging_product"] = "whatsapp",
                                ["metadata"] = new JsonObject { ["display_phone_number"] = "886255550199", ["phone_number_id"] = account },
                                ["messages"] = all,
                            },
                        }
                    ),
                }
                : new()
                {
                    ["id"] = account,
                    ["time"] = 1,
                    ["messaging"] = all,
                };
        var platform = channel switch
        {
            "whatsapp" => "whatsapp_business_account",
            "messenger" => "page",
            _ => channel,
        };
        return Encoding.UTF8.GetBytes(new JsonObject { ["object"] = platform, ["entry"] = new JsonArray(entry) }.ToJsonString());
    }

    private static JsonObject OnPage(string account, string user, string id, DateTimeOffset at, Random dice, string another) =>
        dice.Next(10) switch
        {
            0 => Page(
                account,
                user,
                at,
                "reaction",
                new JsonObject
                {
                    ["mid"] = $"m_{another}",
                    ["action"] = "react",
                    ["emoji"] = "❤",
                    ["reaction"] = "love",
                }
            ),
            1 => Page(
                account,
                user,
                at,
                "postback",
                new JsonObject
                {
                    ["mid"] = $"m_{id}",
                    ["title"] = "門市",
                    ["payload"] = "STORES",
                }
            ),
            2 => Page(account, user, at, "message", new JsonObject { ["mid"] = $"m_{id}", ["text"] = "退訂" }),
            3 => Page(account, user, at, "message", new JsonObject { ["mid"] = $"m_{id}", ["text"] = "訂閱" }),
            4 => Page(
                account,
                user,
                at,
                "message",
                new JsonObject
                {
                    ["mid"] = $"m_{id}",
                    ["attachments"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "image",
                            ["payload"] = new JsonObject { ["url"] = "https://a.example/" },
                        }
                    ),
                }
            ),
            5 => Page(
                account,
                user,
                at,
                "message_edit",
                new JsonObject
                {
                    ["mid"] = $"m_{another}",
                    ["text"] = $"改過 {id}",
                    ["num_edit"] = 1,
                }
            ),
            6 => Page(account, user, at, "read", new JsonObject { ["watermark"] = at.ToUnixTimeMilliseconds() }),
            7 => Page(account, user, at, "hologram", new JsonObject { ["depth"] = 3 }),
            _ => Page(account, user, at, "message", new JsonObject { ["mid"] = $"m_{id}", ["text"] = $"第 {id} 則 🤨" }),
        };

    private static JsonObject OnNumber(string user, string id, DateTimeOffset at, Random dice, string another) =>
        dice.Next(8) switch
        {
            0 => Number(user, id, at, "reaction", new JsonObject { ["message_id"] = $"wamid.{another}", ["emoji"] = "❤" }),
            1 => Number(user, id, at, "image", new JsonObject { ["id"] = "7", ["mime_type"] = "image/jpeg" }),
            2 => Number(user, id, at, "text", new JsonObject { ["body"] = "退訂" }),
            3 => Number(user, id, at, "text", new JsonObject { ["body"] = "訂閱" }),
            4 => Number(user, id, at, "hologram", new JsonObject { ["depth"] = 3 }),
            _ => Number(user, id, at, "text", new JsonObject { ["body"] = $"第 {id} 則 🤨" }),
        };

    private static JsonObject Page(string account, string user, DateTimeOffset at, string kind, JsonObject what) =>
        new()
        {
            ["sender"] = new JsonObject { ["id"] = user },
            ["recipient"] = new JsonObject { ["id"] = account },
            ["timestamp"] = at.ToUnixTimeMilliseconds(),
            [kind] = what,
        };

    private static JsonObject Number(string user, string id, DateTimeOffset at, string kind, JsonObject what) =>
        new()
        {
            ["from"] = user,
            ["id"] = $"wamid.{id}",
            ["timestamp"] = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["type"] = kind,
            [kind] = what,
        };
}
