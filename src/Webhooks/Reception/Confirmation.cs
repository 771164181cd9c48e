using System.Globalization;
using System.Resources;
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
        return new(EventId.Of("confirmation", change.Customer, change.EventId), change.Customer, new([new OutboundMessage.Text(sentence)]), change.At);
    }
}
