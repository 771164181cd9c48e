using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Playing;

/// <summary>What LINE posts, to the account of the houses.</summary>
internal static class LineJson
{
    /// <summary>One event, as JSON; what it is comes from <paramref name="fields"/>.</summary>
    public static string Event(string id, string user, string fields, DateTimeOffset? at = null) =>
        $$"""{"mode":"active","timestamp":{{(at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds()}},"source":{"type":"user","userId":"{{user}}"},"webhookEventId":"{{id}}","deliveryContext":{"isRedelivery":false},{{fields}} }""";

    public static string Text(string id, string user, string words, DateTimeOffset? at = null) =>
        Event(
            id,
            user,
            $$""" "type":"message","replyToken":"r{{id}}","message":{"id":"m{{id}}","type":"text","text":{{JsonSerializer.Serialize(words)}} } """,
            at
        );

    public static byte[] Body(params string[] events) =>
        Encoding.UTF8.GetBytes($$"""{"destination":"{{TestAccounts.LineId}}","events":[{{string.Join(',', events)}}]}""");

    public static string Sign(byte[] body, string secret = TestAccounts.LineSecret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public static string User(int number) => $"U{number:x32}";

    public static CustomerKey Customer(int number) => new(TestAccounts.Line, User(number));
}
