using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// Reads from a button, or from what was typed, who does what to whom, and has it done once: pressed twice, on two devices, or sent again
/// by Teams.
/// </summary>
internal sealed class CardActs(OncePerAct<FlowResult> acts)
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        Verbs.ConversationPass,
        Verbs.MinePassTo,
        Verbs.TeamPass,
        Verbs.BoundTransfer,
    };

    /// <summary>A button without an id was drawn by an older version, or by nobody of us: the present state is shown.</summary>
    public Task<FlowResult> OnceAsync(Visit visit, CardAction action, Func<Task<FlowResult>> act, Func<Task<FlowResult>> present) =>
        acts.OnceAsync(Act(visit, action), act, present);

    /// <summary>A change that its own version keeps from being made twice.</summary>
    public Task<FlowResult> NotedAsync(Visit visit, CardAction action, Func<Task<FlowResult>> act) =>
        acts.NotedAsync(Act(visit, action), act);

    /// <summary>Something typed, the same for every repetition of the same message.</summary>
    public Task<FlowResult> TypedAsync(Visit visit, string verb, Guid id, Func<Task<FlowResult>> act) =>
        acts.TypedAsync(new(visit.Who, verb, "", null, Outcome), id, act);

    private static StaffAct<FlowResult> Act(Visit visit, CardAction action) =>
        new(visit.Who, action.Verb, Target(action), Once(action), Outcome);

    private static AuditOutcome Outcome(FlowResult shown) =>
        shown is FlowResult.Wrong ? AuditOutcome.Failed
        : shown.Acted ? AuditOutcome.Done
        : AuditOutcome.Refused;

    private static string? Once(CardAction action) =>
        action.Fields.Text(Field.Once) is { Length: > 0 and <= 40 } carried ? carried
        : action.Fields.Campaign() is var campaign and > 0 && action.Fields.Text(Field.Version) is not null
            ? $"{campaign} {action.Fields.Version()}"
        : null;

    // Only what reads as an id: anybody could have written the rest.
    private static string Target(CardAction action) => Read(action).ToString();

    private static AuditTarget Read(CardAction action)
    {
        var fields = action.Fields;
        if (fields.Campaign() is var campaign and > 0)
            return new() { Campaign = campaign };
        // On the same card as others, the field of the colleague comes along with each of them.
        var to = Passing.Contains(action.Verb) && Guid.TryParse(fields.Text(Field.Colleague), out var colleague) ? $"{colleague}" : null;
        if (fields.Customer() is { } customer)
            return new() { Customers = [customer], To = to };
        if (fields.Text(Field.Customers) is not null)
            return new() { Customers = fields.Customers() ?? [], To = to };
        if (fields.Number(Field.Saved) is var saved and > 0)
            return new() { Saved = saved };
        return fields.Number(Field.Quarantined) is var aside and > 0 ? new() { Quarantined = aside } : new();
    }
}
