using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Bench.Wire;

/// <summary>Signed webhook bodies of each channel's most usual items: texts and, on Meta's channels, what became of messages of
/// ours.</summary>
internal static class Incomings
{
    public const string Account = "106540352242922";
    public static readonly byte[] Key = "8c570fa6dd201bb328f1c1eac23a96d8"u8.ToArray();
    public static readonly IReadOnlyList<ChannelId> Channels =
    [
        ChannelId.Line,
        ChannelId.Messenger,
        ChannelId.Instagram,
        ChannelId.WhatsApp,
    ];

    public static WebhookRequest Request(ChannelId channel, int first, int count)
    {
        var body = Encoding.UTF8.GetBytes(Body(channel, [.. Enumerable.Range(first, count)]));
        var digest = HMACSHA256.HashData(Key, body);
        var headers =
            channel == ChannelId.Line
                ? new Dictionary<string, string> { ["x-line-signature"] = Convert.ToBase64String(digest) }
                : new Dictionary<string, string> { ["X-Hub-Signature-256"] = "sha256=" + Convert.ToHexStringLower(digest) };
        return new("POST", headers, new Dictionary<string, string>(), body);
    }

    private static string Body(ChannelId channel, int[] items) =>
        channel.Value switch
        {
            "line" => $"{{\"destination\":\"{Account}\",\"events\":[{Join(items, Line)}]}}",
            "whatsapp" =>
                $"{{\"object\":\"whatsapp_business_account\",\"entry\":[{{\"id\":\"1\",\"changes\":[{Join(items, WhatsApp)}]}}]}}",
            "messenger" => $"{{\"object\":\"page\",\"entry\":[{Join(items, n => Page(n, "m_", 90))}]}}",
            _ => $"{{\"object\":\"instagram\",\"entry\":[{Join(items, n => Page(n, "aWdfZAG1faXRlbToxOklHTWVzc2FnZA", 180))}]}}",
        };

    private static string Join(int[] items, Func<int, string> write) => string.Join(',', items.Select(write));

    private static string Line(int n) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"message","message":{"type":"text","id":"468789577898{{{n:D6}}}","quoteToken":"q3Plxr4AgKd_abcdefghij","text":"\u8acb\u554f\u53f0\u5317\u5e97\u9084\u6709\u8ca8\u55ce"},"webhookEventId":"01J{{{n:D23}}}","deliveryContext":{"isRedelivery":false},"timestamp":1790000000000,"source":{"type":"user","userId":"U{{{n:x32}}}"},"replyToken":"757913772c4646b784d4b7ce46d12671","mode":"active"}"""
        );

    private static string Page(int n, string prefix, int length)
    {
        var mid = prefix + n.ToString(CultureInfo.InvariantCulture).PadLeft(length, 'Z');
        var what =
            n % 4 == 3
                ? "\"read\":{\"mid\":\"" + mid + "\"}"
                : "\"message\":{\"mid\":\"" + mid + "\",\"text\":\"\\u8acb\\u554f\\u53f0\\u5317\\u5e97\\u9084\\u6709\\u8ca8\\u55ce\"}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"time\":1790000000999,\"id\":\"{Account}\",\"messaging\":[{{\"sender\":{{\"id\":\"24{n:D14}\"}},\"recipient\":{{\"id\":\"{Account}\"}},\"timestamp\":1790000000000,{what}}}]}}"
        );
    }

    private static string WhatsApp(int n)
    {
        var what =
            n % 4 == 3
                ? "\"contacts\":[{\"profile\":{\"name\":\"Ann\"},\"wa_id\":\""
                    + Number(n)
                    + "\"}],\"messages\":[{\"from\":\""
                    + Number(n)
                    + "\",\"id\":\""
                    + Wamid(n)
                    + "\",\"timestamp\":\"1790000000\",\"text\":{\"body\":\"\\u8acb\\u554f\\u53f0\\u5317\\u5e97\\u9084\\u6709\\u8ca8\\u55ce\"},\"type\":\"text\"}]"
                : "\"statuses\":[{\"id\":\""
                    + Wamid(n)
                    + "\",\"status\":\"delivered\",\"timestamp\":\"1790000000\",\"recipient_id\":\""
                    + Number(n)
                    + "\",\"biz_opaque_callback_data\":\"0198c0de000070008000000000000001.0\",\"pricing\":{\"billable\":true,\"pricing_model\":\"PMP\",\"category\":\"marketing\"}}]";
        return "{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"886221234567\",\"phone_number_id\":\""
            + Account
            + "\"},"
            + what
            + "}}";
    }

    private static string Number(int n) => string.Create(CultureInfo.InvariantCulture, $"8869{n:D8}");

    private static string Wamid(int n) => string.Create(CultureInfo.InvariantCulture, $"wamid.HBgLODg2OTAwMDAwMDAxFQIAERgSQUJDREVG{n:D12}");
}
