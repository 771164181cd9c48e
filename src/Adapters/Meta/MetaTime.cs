using System.Text.Json;
using OmoBroadcast.Adapters.Wire;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Meta's times: seconds here, milliseconds there, as numbers or strings, and nonsense from its test buttons.</summary>
/// <seealso href="https://developers.facebook.com/docs/messenger-platform/webhook-reference"/>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/"/>
internal static class MetaTime
{
    private const long LeastMilliseconds = 100_000_000_000;
    private static readonly DateTimeOffset Earliest = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null for what can be no time of an event.</summary>
    public static DateTimeOffset? Read(JsonElement parent, ReadOnlySpan<byte> name)
    {
        if (LooseJson.Number(parent, name) is not { } number)
            return null;
        var milliseconds = number is > 0 and < LeastMilliseconds ? number * 1000 : number;
        return milliseconds >= Earliest.ToUnixTimeMilliseconds() && milliseconds < Latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
