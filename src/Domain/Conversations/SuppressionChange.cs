using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>A change of the suppression list. Of two for one customer and kind the later one holds, in whatever order they
/// arrive.</summary>
/// <param name="On">True: from now on nothing in bulk. False: again allowed.</param>
/// <param name="At">When the person did it.</param>
/// <param name="EventId">Breaks a tie between two of the same instant.</param>
/// <param name="Word">What the customer wrote to us, and expects to be told that we understood; null where they told the platform, or write
/// to somebody else at the moment.</param>
/// <param name="Alias">Another id of the same person's, if the platform told one.</param>
public sealed record SuppressionChange(
    CustomerKey Customer,
    SuppressionKind Kind,
    bool On,
    DateTimeOffset At,
    string EventId,
    string? Word = null,
    string? Alias = null
)
{
    /// <summary>The change an event makes, or null if it makes none.</summary>
    public static SuppressionChange? Of(InboundEvent inbound, SuppressionWords words)
    {
        if (inbound.Customer is not { } customer)
            return null;
        var change = inbound.Body switch
        {
            InboundBody.Unfollowed => new SuppressionChange(customer, SuppressionKind.Blocked, true, inbound.At, inbound.Id),
            InboundBody.Followed => new(customer, SuppressionKind.Blocked, false, inbound.At, inbound.Id),
            InboundBody.Preference preference => new(customer, SuppressionKind.Unsubscribed, preference.Stop, inbound.At, inbound.Id),
            InboundBody.Receipt { Fault: SendOutcome.Unreachable { Suppress: { } kind } } => new(
                customer,
                kind,
                true,
                inbound.At,
                inbound.Id
            ),
            InboundBody.Message message when Words(message) is { } said && words.Read(said) is { } stop => Written(stop, said),
            InboundBody.Postback postback when words.Read(postback.Title) is { } stop && (stop || !IsFirstButton(postback.Title)) =>
                Written(stop, postback.Title),

            // What a button sends unseen is believed to stop; to resume is for words that the person has read.
            InboundBody.Postback postback when words.Read(postback.Data) is true => Written(true, postback.Data),
            _ => null,
        };
        return inbound.Alias is { } alias && change is not null ? change with { Alias = alias } : change;

        SuppressionChange Written(bool stop, string? word) =>
            new(customer, SuppressionKind.Unsubscribed, stop, inbound.At, inbound.Id, inbound.Standby ? null : word);
    }

    /// <summary>Many a bot's first button says START and means no broadcasts.</summary>
    private static bool IsFirstButton(string? title) => string.Equals(title?.Trim(), "start", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the person says by a message: words, what stands on the button, a caption; not the name of a file or a
    /// place.</summary>
    private static string? Words(InboundBody.Message message) =>
        message.Kind switch
        {
            MessageKind.Text
            or MessageKind.Button
            or MessageKind.Image
            or MessageKind.Video
            or MessageKind.Audio
            or MessageKind.Order
            or MessageKind.Share => message.Text,

            // Beside a caption the name stands apart.
            MessageKind.File when message.Details is { Items.Count: > 0 } => message.Text,
            _ => null,
        };
}
