using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>What a customer's events amount to, told plainly: once each, in the order of event time and of one time in that in which they
/// came, nothing optimised.</summary>
internal sealed record ReferenceFold(
    ConversationState State,
    DateTimeOffset? LastMessageAt,
    string? LastText,
    DateTimeOffset? PendingSince,
    IReadOnlyList<TranscriptEntry> Transcript
)
{
    /// <param name="events">As they came.</param>
    public static ReferenceFold Of(IEnumerable<InboundEvent> events, DateTimeOffset? closedAt)
    {
        var ordered = events.DistinctBy(inbound => inbound.Id).OrderBy(inbound => inbound.At).ToArray();
        // Of two edits at one time the greater id's holds.
        var edits = ordered.OrderBy(inbound => inbound.At).ThenBy(inbound => Keys.Encode(inbound.Id), StringComparer.Ordinal).ToArray();
        var state = ConversationState.Closed;
        DateTimeOffset? since = null,
            last = null;
        string? text = null;
        var transcript = new List<TranscriptEntry>();
        foreach (var inbound in ordered)
        {
            if (inbound.Body is InboundBody.Postback postback)
                transcript.Add(
                    new(inbound.At, null, MessageKind.System, postback.Data, false, false)
                    {
                        Details = new() { Event = SystemEvent.Pressed },
                    }
                );
            if (inbound.Body is not InboundBody.Message message)
                continue;
            var entry = new TranscriptEntry(inbound.At, null, message.Kind, message.Text, false, false);
            foreach (var edit in edits)
                if (edit.Body is InboundBody.Edited edited && edited.MessageId == message.MessageId)
                    entry = entry with { Text = edited.Text, Edited = true };
            if (ordered.Any(unsend => unsend.Body is InboundBody.Unsent unsent && unsent.MessageId == message.MessageId))
                entry = entry with { Text = null, Edited = false, Unsent = true };
            transcript.Add(entry);
            (last, text) = (inbound.At, Beginning(entry.Text));
            if (inbound.Standby || inbound.At <= closedAt || state == ConversationState.Pending)
                continue;
            (state, since) = (ConversationState.Pending, inbound.At);
        }

        return new(state, last, text, since, transcript.TakeLast(Conversations.TranscriptLength).ToArray());
    }

    /// <summary>As many whole characters as fit into 240 bytes.</summary>
    private static string? Beginning(string? text)
    {
        while (text is not null && Encoding.UTF8.GetByteCount(text) > 240)
            text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text;
    }

    public bool Equals(ReferenceFold? other) =>
        other is not null
        && (State, LastMessageAt, LastText, PendingSince) == (other.State, other.LastMessageAt, other.LastText, other.PendingSince)
        && Transcript.SequenceEqual(other.Transcript);

    public override int GetHashCode() => HashCode.Combine(State, LastMessageAt);

    public override string ToString() =>
        $"{State} last {LastMessageAt:O} '{LastText}' since {PendingSince:O}\n" + string.Join("\n", Transcript);
}
