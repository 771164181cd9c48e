using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Finds out who an activity comes from, and keeps where they can be reached.</summary>
internal sealed class Visitors(StaffDesk staff, TeamsReferences references, IOptions<TeamsOptions> teams, TimeProvider time, ILogger<Visitors> log)
{
    /// <summary>Null for somebody who is not in the staff directory. Throws what the database throws when it is away.</summary>
    public async Task<Visit?> MeetAsync(Activity activity, CancellationToken ct)
    {
        if (activity.PersonId is null || activity.Address is not { } address) return null;
        if (await staff.WhoAsync(activity.PersonId, ct) is not { } who) return null;
        var zone = activity.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var own) ? own : TimeZoneInfo.FindSystemTimeZoneById(teams.Value.TimeZone);
        return new Visit(who, activity.Locale ?? "", zone, address, activity.ReplyToId, activity.OnPhone ? Surface.Phone : Surface.Desktop);
    }

    /// <summary>Keeps the conversation reference, which may change with any activity. A loss is mended by the next one, so it stops nothing.</summary>
    public async Task RememberAsync(Activity activity, Visit visit, CancellationToken ct)
    {
        // Nothing of a customer may ever be sent to where others listen.
        if (!activity.IsPersonal) return;
        try
        {
            await references.SaveAsync(
                new TeamsReference(
                    visit.Who.Id, visit.Address.ServiceUrl, visit.Address.ConversationId, activity.BotId ?? "", activity.TenantId ?? "", activity.FromId ?? "",
                    visit.Locale, time.GetUtcNow()),
                ct);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "A conversation reference could not be kept");
        }
    }
}
