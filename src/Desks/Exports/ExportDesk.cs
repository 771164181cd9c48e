using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Exports;

/// <summary>
/// Links by which one member of staff downloads a table, once, within <see cref="Lifetime"/>. Who follows one need not log in: holding it
/// is the right to it, so it is given in a personal chat only, and whether the person may still see what it leads to is asked again when it
/// is followed.
/// </summary>
public sealed class ExportDesk(ExportLinks links, StaffDirectory directory, BroadcastOptions options, Node node)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A new link; whether the person may have it is for whoever asks to know. Invalid: the service has no public
    /// address.</summary>
    public Task<Answer<Uri>> IssueAsync(StaffMember me, ExportRequest what, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<Uri>(async () =>
        {
            if (options.PublicUrl.Length == 0)
                return new Answer<Uri>.Invalid("export", "export.no_address");
            var token = await links.IssueAsync(
                new(me.Id, what.Kind, what.Arguments, what.Locale, what.Zone.Id, node.Now + Lifetime),
                node.Now,
                cancellationToken
            );
            return new Answer<Uri>.Ok(new Uri($"{options.PublicUrl.TrimEnd('/')}/export/{token}"));
        });

    /// <summary>What it leads to, and for whom, without using it up. Null: nothing, or nobody who works here.</summary>
    public async Task<ExportGrant?> FindAsync(string token, CancellationToken cancellationToken) =>
        await GrantAsync(await links.FindAsync(token, node.Now, cancellationToken), cancellationToken);

    /// <summary>The same, and uses it up.</summary>
    public async Task<ExportGrant?> TakeAsync(string token, CancellationToken cancellationToken) =>
        await GrantAsync(await links.TakeAsync(token, node.Now, cancellationToken), cancellationToken);

    private async Task<ExportGrant?> GrantAsync(ExportLink? link, CancellationToken cancellationToken) =>
        link is not null && await directory.FindAsync(link.StaffId, cancellationToken) is { } who
            ? new(who, new(link.Kind, link.Arguments, link.Locale, Zone(link.Zone)))
            : null;

    // Links of a version that kept none, and zones that another node knows and this one does not.
    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}

/// <param name="Who">As they are in the directory now.</param>
public sealed record ExportGrant(StaffMember Who, ExportRequest What);

/// <param name="Kind">Of the tables that can be exported.</param>
/// <param name="Arguments">Which of that kind.</param>
/// <param name="Locale">BCP 47 language of the table.</param>
/// <param name="Zone">In which its times are told.</param>
public sealed record ExportRequest(string Kind, string Arguments, string Locale, TimeZoneInfo Zone);
