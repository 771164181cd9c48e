using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Finds out who an activity comes from, and keeps where they can be reached.</summary>
internal sealed partial class Visitors(
    StaffDesk staff,
    TeamsReferences references,
    IOptions<TeamsOptions> teams,
    TimeProvider time,
    ILogger<Visitors> log
)
{
    private readonly ConcurrentDictionary<string, string> languages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sentences for whoever an activity comes from, as far as can be told without asking anybody: what they chose, if they
    /// have been here before.</summary>
    public Phrases Speaking(Activity activity) =>
        Phrases.For(
            activity.PersonId is { } person && languages.GetValueOrDefault(person) is { Length: > 0 } chosen ? chosen : activity.Locale
        );

    /// <summary>Null for somebody who is not in the staff directory. Throws what the database throws when it is away.</summary>
    public async Task<Visit?> MeetAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (activity.PersonId is null || activity.Address is not { } address)
            return null;
        if (await staff.WhoAsync(activity.PersonId, cancellationToken) is not { } who)
            return null;
        languages[who.Id] = who.Language;
        var zone =
            activity.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var own)
                ? own
                : TimeZoneInfo.FindSystemTimeZoneById(teams.Value.TimeZone);
        return new Visit(who, activity.Locale ?? "", zone, address, activity.ReplyToId, activity.OnPhone ? Surface.Phone : Surface.Desktop);
    }

    /// <summary>They have removed us: nothing is sent to them until they come back.</summary>
    public Task LeaveAsync(Activity activity, CancellationToken cancellationToken) =>
        activity.PersonId is { } person ? references.GoneAsync(person, "removed", time.GetUtcNow(), cancellationToken) : Task.CompletedTask;

    /// <summary>Keeps the conversation reference, which may change with any activity. A loss is mended by the next one, so it stops
    /// nothing.</summary>
    public async Task RememberAsync(Activity activity, Visit visit, CancellationToken cancellationToken)
    {
        // Nothing of a customer may ever be sent to where others listen.
        if (!activity.IsPersonal)
            return;
        try
        {
            var reference = new TeamsReference(
                visit.Who.Id,
                visit.Address.ServiceUrl,
                visit.Address.ConversationId,
                activity.BotId ?? "",
                activity.TenantId ?? "",
                activity.FromId ?? "",
                visit.ClientLocale,
                time.GetUtcNow()
            );
            // Whoever comes back after they had gone writes or installs us: only then is it asked whether they are thought gone.
            await (
                activity.Type == "invoke"
                    ? references.NoteAsync(reference, cancellationToken)
                    : references.SaveAsync(reference, cancellationToken)
            );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogNotKept(trouble);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A conversation reference could not be kept")]
    private partial void LogNotKept(Exception trouble);
}
