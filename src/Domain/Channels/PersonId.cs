using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Channels;

/// <summary>Whether what a platform calls a person can be anybody's id.</summary>
internal static class PersonId
{
    /// <summary>Events whose person has no id that could be one are nobody's; all others as they are.</summary>
    public static IReadOnlyList<InboundEvent> Judged(IReadOnlyList<InboundEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
            if (!IsUsable(events[i].UserId) || !IsUsable(events[i].Alias))
                return [.. events.Select(Judged)];
        return events;
    }

    private static InboundEvent Judged(InboundEvent item) =>
        item with
        {
            UserId = IsUsable(item.UserId) ? item.UserId : null,
            Alias = IsUsable(item.Alias) ? item.Alias : null,
        };

    // Nearly all are ASCII without a blank, and seen to be that in one look.
    private static bool IsUsable(string? id) =>
        id is null
        || (
            id.Length > 0
            && (
                !id.AsSpan().ContainsAnyExceptInRange('!', '~')
                || !(string.IsNullOrWhiteSpace(id) || id.Contains('\t', StringComparison.Ordinal) || PastedValue.HidesSomething(id))
            )
        );
}
