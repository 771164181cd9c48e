using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Storage.Redis;

/// <summary>The stored form of a customer; its places are named in <c>customer.lua</c>.</summary>
internal static class CustomerRecord
{
    public static Customer Read(CustomerKey key, ReadOnlySpan<byte> packed)
    {
        var reader = new PackReader(packed);
        var places = reader.Array();
        var inProgress = reader.Number() == (int)StoredState.InProgress;
        var assignee = reader.Text();
        var closed = reader.Number();
        var active = reader.Number();
        var since = reader.Number();
        var last = reader.Number();
        reader.SkipText();
        reader.SkipText();
        var text = reader.Text();
        var answered = reader.Number();
        reader.Number();
        var name = reader.Text();
        reader.SkipText();
        var tags = Tags(ref reader);
        var newer = NewerPlaces.Read(ref reader, places);
        var state =
            inProgress ? ConversationState.InProgress
            : active > closed ? ConversationState.Pending
            : ConversationState.Closed;

        return new(key)
        {
            State = state,
            Assignee = inProgress ? assignee : null,
            LastOwner = newer.Owner,
            WaitingSince = since > Math.Max(closed, answered) ? Time(since) : null,
            ClosedAt = state == ConversationState.Closed ? Time(closed) : null,
            LastMessageAt = Time(Math.Max(last, newer.Opened)),
            LastSaidAt = Time(last),
            LastText = text,
            LastAnsweredAt = Time(answered),
            Name = VisibleText.OrNull(name),
            Tags = tags,
            DecidedAt = Time(newer.Acted),
            // Of one moment the sign that keeps us from sending holds.
            ElsewhereAt = newer.Elsewhere >= Math.Max(newer.Ours, active) ? Time(newer.Elsewhere) : null,
        };
    }

    private static string[] Tags(ref PackReader reader)
    {
        var tags = new string[reader.Array()];
        for (var at = 0; at < tags.Length; at++)
            tags[at] = reader.Text() ?? "";
        return tags;
    }

    private static DateTimeOffset? Time(long milliseconds) =>
        milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>What records of older versions do not have.</summary>
    /// <param name="Opened">What opens the platform's window counts as heard of, also without words.</param>
    private readonly record struct NewerPlaces(long Opened, string? Owner, long Acted, long Elsewhere, long Ours)
    {
        public static NewerPlaces Read(ref PackReader reader, int places)
        {
            if (places <= 17)
                return default;
            for (var at = 15; at <= 17; at++)
                reader.Number();
            var newer = new NewerPlaces { Opened = reader.Number() };
            if (places > 19)
            {
                reader.Number();
                newer = newer with { Owner = reader.Text() };
            }

            if (places > 20)
                newer = newer with { Acted = reader.Number() };
            if (places > 22)
            {
                reader.Number();
                newer = newer with { Elsewhere = reader.Number(), Ours = places > 23 ? reader.Number() : 0 };
            }

            return newer;
        }
    }
}
