using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.People;

/// <summary>Who somebody is, and what they choose for themselves.</summary>
public sealed class StaffDesk(StaffDirectory directory, StaffSettings settings, Node node)
{
    /// <summary>The active member of staff with this Entra object id, with what they chose; or null. Throws what the database throws when
    /// it is away.</summary>
    public Task<StaffMember?> WhoAsync(string entraObjectId, CancellationToken cancellationToken) =>
        directory.FindAsync(entraObjectId, cancellationToken);

    /// <summary>Whether somebody may be told of what could wait. Who does not work here is not on duty. Throws what the database throws
    /// when it is away.</summary>
    public async Task<bool> IsOnDutyAsync(string staffId, CancellationToken cancellationToken) =>
        await directory.FindAsync(staffId, cancellationToken) is { OnDuty: true };

    /// <param name="language">One of <see cref="StaffMember.Languages"/>; empty: that of their client.</param>
    public Task<Answer<StaffMember>> SpeakAsync(StaffMember me, string language, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<StaffMember>(async () =>
        {
            if (language.Length > 0 && !StaffMember.Languages.Contains(language))
                return new Answer<StaffMember>.Invalid("language", "settings.language");
            await settings.SetLanguageAsync(me.Id, language, node.Now, cancellationToken);
            return new Answer<StaffMember>.Ok(me with { Language = language });
        });

    /// <summary>下班 and 上班.</summary>
    public Task<Answer<StaffMember>> DutyAsync(StaffMember me, bool onDuty, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<StaffMember>(async () =>
        {
            await settings.SetDutyAsync(me.Id, onDuty, node.Now, cancellationToken);
            return new Answer<StaffMember>.Ok(me with { OnDuty = onDuty });
        });
}
