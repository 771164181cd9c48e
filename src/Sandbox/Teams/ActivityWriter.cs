using System.Globalization;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Writes what Teams sends to a bot when its person types or presses something.</summary>
/// <param name="person">Who does it.</param>
/// <param name="serviceUrl">The connector.</param>
/// <param name="locale">Of the person.</param>
internal sealed class ActivityWriter(TeamsPerson person, string serviceUrl, string locale = "zh-TW")
{
    public JsonObject Message(DateTimeOffset at, string text)
    {
        var activity = Common("message", at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), at);
        activity["text"] = text;
        activity["textFormat"] = "plain";
        return activity;
    }

    /// <summary>They install the app.</summary>
    public JsonObject Installation(DateTimeOffset at)
    {
        var activity = Common("installationUpdate", $"f:{Guid.NewGuid()}", at);
        activity["action"] = "add";
        return activity;
    }

    /// <param name="at">When they press.</param>
    /// <param name="action">The Action.Execute with its data and the inputs merged into it.</param>
    /// <param name="replyTo">The activity that shows the card.</param>
    public JsonObject Press(DateTimeOffset at, JsonObject action, string? replyTo)
    {
        var activity = Common("invoke", $"f:{Guid.NewGuid()}", at);
        activity["name"] = "adaptiveCard/action";
        activity["value"] = new JsonObject { ["action"] = action, ["trigger"] = "manual" };
        activity["channelData"]!["source"] = new JsonObject { ["name"] = "message" };
        if (replyTo is not null)
            activity["replyToId"] = replyTo;
        return activity;
    }

    /// <summary>They type into a field whose choices are found by the bot.</summary>
    /// <param name="at">When.</param>
    /// <param name="dataset">As the field's <c>Data.Query</c> names it.</param>
    /// <param name="text">As far as it is typed.</param>
    public JsonObject Search(DateTimeOffset at, string dataset, string text)
    {
        var activity = Common("invoke", $"f:{Guid.NewGuid()}", at);
        activity["name"] = "application/search";
        activity["value"] = new JsonObject
        {
            ["kind"] = "search",
            ["queryText"] = text,
            ["queryOptions"] = new JsonObject { ["skip"] = 0, ["top"] = 15 },
            ["dataset"] = dataset,
        };
        return activity;
    }

    private JsonObject Common(string type, string id, DateTimeOffset at) =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["localTimestamp"] = at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["localTimezone"] = "Asia/Taipei",
            ["serviceUrl"] = serviceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["aadObjectId"] = person.AadObjectId,
            },
            ["recipient"] = new JsonObject { ["id"] = Playground.BotId, ["name"] = "OmoBroadcast" },
            ["conversation"] = new JsonObject
            {
                ["id"] = person.ConversationId,
                ["conversationType"] = "personal",
                ["tenantId"] = person.TenantId,
            },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = person.TenantId } },
            ["entities"] = new JsonArray(Client()),
            ["locale"] = locale,
        };

    private JsonObject Client() =>
        new()
        {
            ["type"] = "clientInfo",
            ["locale"] = locale,
            ["country"] = "TW",
            ["platform"] = "Windows",
            ["timezone"] = "Asia/Taipei",
        };
}
