using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// Whatever staff do that changes something goes through here: it is written into the audit log before it begins, and a button that takes
/// effect does so once, pressed twice, on two devices, or sent again by Teams.
/// </summary>
internal sealed class OncePerAction(AuditLog audit, TimeProvider time, ILogger<OncePerAction> log)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FlowResult>>> underWay = new(StringComparer.Ordinal);

    /// <summary>Whoever presses while the same act is under way here is shown what the first is shown; later, or at another node, the
    /// present state.</summary>
    public Task<FlowResult> OnceAsync(Visit visit, CardAction action, Func<Task<FlowResult>> act, Func<Task<FlowResult>> present)
    {
        // A button without an id was drawn by an older version, or by nobody of us.
        if (Once(visit, action) is not { } once)
            return present();
        var mine = new Lazy<Task<FlowResult>>(() => RunAsync(once, visit, action, act, present));
        return underWay.GetOrAdd(once, mine).Value;
    }

    /// <summary>A change that its own version keeps from being made twice.</summary>
    public async Task<FlowResult> NotedAsync(Visit visit, CardAction action, Func<Task<FlowResult>> act) =>
        await EndedAsync(await BeginAsync(null, visit, action.Verb, Target(action)), act);

    /// <summary>Something typed. After a crash it is worked on again, under the same id, by whoever finds it: that is the same
    /// line.</summary>
    public async Task<FlowResult> TypedAsync(Visit visit, string verb, Guid id, Func<Task<FlowResult>> act) =>
        await EndedAsync(await BeginAsync(Arrivals.Digest($"typed {id}"), visit, verb, ""), act);

    private async Task<FlowResult> RunAsync(
        string once,
        Visit visit,
        CardAction action,
        Func<Task<FlowResult>> act,
        Func<Task<FlowResult>> present
    )
    {
        await Task.Yield();
        try
        {
            return await BeginAsync(once, visit, action.Verb, Target(action)) is { } line ? await EndedAsync(line, act) : await present();
        }
        finally
        {
            underWay.TryRemove(once, out _);
        }
    }

    private Task<long?> BeginAsync(string? once, Visit visit, string verb, string target) =>
        audit.BeginAsync(once, visit.Who.Id, verb, target, time.GetUtcNow(), CancellationToken.None);

    private async Task<FlowResult> EndedAsync(long? line, Func<Task<FlowResult>> act)
    {
        var outcome = AuditOutcome.Failed;
        try
        {
            var shown = await act();
            outcome =
                shown is FlowResult.Wrong ? AuditOutcome.Failed
                : shown.Acted ? AuditOutcome.Done
                : AuditOutcome.Refused;
            return shown;
        }
        finally
        {
            if (line is { } id)
                await EndAsync(id, outcome);
        }
    }

    // What was done is done: a line that stays begun is better than an answer that seems to say no.
    private async Task EndAsync(long line, AuditOutcome outcome)
    {
        try
        {
            await audit.EndAsync(line, outcome, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            log.LogWarning(trouble, "What came of an act could not be written down");
        }
    }

    // A person's own: nobody uses up another's button.
    private static string? Once(Visit visit, CardAction action) =>
        action.Fields.Text(Field.Once) is { Length: > 0 and <= 40 } carried
            ? Arrivals.Digest($"{visit.Who.Id.ToLowerInvariant()}\n{action.Verb}\n{carried}")
        : action.Fields.Campaign() is var campaign and > 0 && action.Fields.Text(Field.Version) is not null
            ? Arrivals.Digest($"{visit.Who.Id.ToLowerInvariant()}\n{action.Verb}\n{campaign} {action.Fields.Version()}")
        : null;

    // Only what reads as an id: anybody could have written the rest.
    private static string Target(CardAction action) =>
        action.Fields.Campaign() is var campaign and > 0 ? $"campaign {campaign}"
        : action.Fields.Customer() is { } customer ? customer.ToString()
        : action.Fields.Text(Field.Customers) is not null ? string.Join(' ', action.Fields.Customers() ?? [])
        : action.Fields.Number(Field.Saved) is var saved and > 0 ? $"saved {saved}"
        : action.Fields.Number(Field.Quarantined) is var aside and > 0 ? $"quarantined {aside}"
        : "";
}
