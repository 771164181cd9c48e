using System.Globalization;
using System.Resources;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Tells a customer, once, that 取消訂閱 or 訂閱 was understood, in the language of the word they used.</summary>
internal sealed record Confirmation(Guid Id, CustomerKey Customer, Content Content, DateTimeOffset At)
{
    private static readonly ResourceManager Sentences = new("OmoBroadcast.Webhooks.Resources.Sentences", typeof(Confirmation).Assembly);

    /// <summary>Null for a change that is not of the customer's asking, such as a block, which nothing can answer.</summary>
    public static Confirmation? Of(SuppressionChange change, string? word)
    {
        if (change.Kind != SuppressionKind.Unsubscribed) return null;
        var culture = CultureInfo.GetCultureInfo(word is not null && Ascii.IsValid(word) ? "en" : "zh-Hant");
        var sentence = Sentences.GetString(change.On ? "Unsubscribed" : "Subscribed", culture)!;
        return new(IdOf(change), change.Customer, new([new OutboundMessage.Text(sentence)]), change.At);
    }

    /// <summary>The same for every repetition of the event, so that the ledger takes it once.</summary>
    private static Guid IdOf(SuppressionChange change)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"confirmation\n{change.Customer}\n{change.EventId}"), digest);

        // A name-based id in the form of RFC 9562, version 8.
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
