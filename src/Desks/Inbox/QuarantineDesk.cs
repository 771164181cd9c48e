using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>隔離: what customers' platforms sent and could not be applied. Administrators see why and have it tried again, and nobody else;
/// words of customers are not shown.</summary>
public sealed class QuarantineDesk(WebhookInbox inbox)
{
    /// <param name="take">So many of the oldest.</param>
    public Task<Answer<Quarantine>> OpenAsync(StaffMember me, int take, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<Quarantine>(me, async () =>
            new Answer<Quarantine>.Ok(
                new(
                    await inbox.QuarantinedCountAsync(cancellationToken),
                    [.. (await inbox.QuarantinedAsync(take, cancellationToken)).Select(Quarantined.Of)]
                )
            )
        );

    /// <summary>Has one, or all, tried anew; how many that is.</summary>
    /// <param name="id">Null: all.</param>
    public Task<Answer<int>> RetryAsync(StaffMember me, long? id, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<int>(me, async () => new Answer<int>.Ok(await inbox.RetryAsync(id, cancellationToken)));
}

/// <param name="Count">Of all.</param>
public sealed record Quarantine(long Count, IReadOnlyList<Quarantined> Oldest);

/// <summary>A webhook call that could not be applied.</summary>
/// <param name="At">When it came.</param>
/// <param name="Events">How many of its events are meant; null for all.</param>
/// <param name="Reason">Why it failed last.</param>
public sealed record Quarantined(long Id, ChannelId Channel, DateTimeOffset At, int? Events, string? Reason)
{
    internal static Quarantined Of(StoredWebhook stored) =>
        new(stored.Id, stored.Call.Channel, stored.Call.At, stored.Call.OnlyEvents?.Count, stored.Reason);
}
