using System.Globalization;
using System.Resources;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Tells a customer, once, that 取消訂閱 or 訂閱 was understood, in the language of the word they used.</summary>
internal sealed record Confirmation(Guid Id, CustomerKey Customer, Content Content, DateTimeOffset At)
{
    private static readonly ResourceManager Sentences = new("OmoBroadcast.Webhooks.Resources.Sentences", typeof(Confirmation).Assembly);

    /// <summary>Null for a change that was not asked of us in words.</summary>
    public static Confirmation? Of(SuppressionChange change)
    {
        if (change.Word is not { } word)
            return null;
        var culture = CultureInfo.GetCultureInfo(IsChinese(word) ? "zh-Hant" : "en");
        var sentence = Sentences.GetString(change.On ? "Unsubscribed" : "Subscribed", culture)!;
        return new(
            AnswerId.Of("confirmation", change.Customer, change.EventId),
            change.Customer,
            new([new OutboundMessage.Text(sentence)]),
            change.At
        );
    }

    /// <summary>Kana are Japanese, which we do not speak.</summary>
    private static bool IsChinese(string word) =>
        word.EnumerateRunes().Any(rune => rune.Value is >= 0x4E00 and <= 0x9FFF)
        && !word.Any(letter => letter is >= '\u3040' and <= '\u30FF');
}
