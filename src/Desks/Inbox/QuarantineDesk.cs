using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>隔離: what customers' platforms sent and could not be applied. Administrators see why and have it tried again, and nobody else;
/// words of customers are not shown.</summary>
public sealed class QuarantineDesk(WebhookInbox inbox)
{
    /// <summary>The oldest are shown, so many.</summary>
    public const int Shown = 8;

    public Task<Answer<Quarantine>> OpenAsync(StaffMember me, CancellationToken cancellationToken) =>
        Guard.AdministerAsync<Quarantine>(me, async () =>
            new Answer<Quarantine>.Ok(
                new(await inbox.QuarantinedCountAsync(cancellationToken), await inbox.QuarantinedAsync(Shown, cancellationToken))
            )
        );

    /// <summary>Has one, or all, tried anew; how many that is.</summary>
    /// <param name="id">Null: all.</param>
    public Task<Answer<int>> RetryAsync(StaffMember me, long? id, CancellationToken cancellationToken) =>
        Guard.AdministerAsync<int>(me, async () => new Answer<int>.Ok(await inbox.RetryAsync(id, cancellationToken)));
}

/// <param name="Count">Of all.</param>
public sealed record Quarantine(long Count, IReadOnlyList<StoredWebhook> Oldest);
