using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Acts;

/// <summary>稽核: what staff did. Administrators read it, and nobody else.</summary>
public sealed class AuditDesk(AuditLog audit, StaffDirectory directory, Node node)
{
    private const int ReadAtOnce = 1_000;

    /// <summary>The newest first; <paramref name="before"/> is the last line of the page before.</summary>
    public Task<Answer<IReadOnlyList<AuditLine>>> PageAsync(
        StaffMember me,
        AuditFilter filter,
        long? before,
        int most,
        CancellationToken cancellationToken
    ) =>
        Permissions.AdministerAsync<IReadOnlyList<AuditLine>>(me, async () =>
            new Answer<IReadOnlyList<AuditLine>>.Ok(await audit.PageAsync(filter, before, most, cancellationToken))
        );

    /// <summary>Whose acts can be asked for.</summary>
    public Task<Answer<IReadOnlyList<StaffMember>>> PeopleAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<IReadOnlyList<StaffMember>>(me, async () =>
            new Answer<IReadOnlyList<StaffMember>>.Ok(await directory.AllAsync(cancellationToken))
        );

    /// <summary>Everything that fits, read as it is used. Throws what the database throws when it is away.</summary>
    public async IAsyncEnumerable<AuditLine> AllAsync(
        StaffMember me,
        AuditFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (me.Role != Role.Administrator)
            yield break;
        long? before = null;
        do
        {
            var page = await audit.PageAsync(filter, before, ReadAtOnce, cancellationToken);
            foreach (var line in page)
                yield return line;
            before = page.Count < ReadAtOnce ? null : page[^1].Id;
        } while (before is not null);
    }

    public DateTimeOffset Since(int days) => node.Now.AddDays(-days);
}
