using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Redis;

/// <summary>What one event did.</summary>
/// <param name="Fresh">False: it was known, or too old to tell; nothing was changed.</param>
/// <param name="Assignee">Whose conversation it is in, if it is in progress.</param>
/// <param name="NewCustomer">The first ever heard of this person.</param>
public sealed record EventResult(bool Fresh, string? Assignee, bool NewCustomer)
{
    /// <summary>Who the event is of, where the platform calls them by another id meanwhile.</summary>
    public CustomerKey? Moved { get; init; }
}
