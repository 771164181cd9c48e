namespace OmoBroadcast.Domain.States;

/// <summary>A state machine: which change leads from where to where, and by whom. The only place where that is written; statements of SQL,
/// scripts and the diagrams in docs/architecture.md follow from it.</summary>
public sealed class StateTable<TState, TChange>(IReadOnlyList<Transition<TState, TChange>> transitions)
    where TState : struct, Enum
    where TChange : struct, Enum
{
    public IReadOnlyList<Transition<TState, TChange>> Transitions => transitions;

    /// <summary>The states that nothing leads out of.</summary>
    public IReadOnlyList<TState> Ends =>
        [.. Enum.GetValues<TState>().Where(state => !transitions.Any(one => one.From is { } from && from.Equals(state)))];

    /// <summary>The states in which a change is possible, in the order of their numbers.</summary>
    public IReadOnlyList<TState> From(TChange change) => States(change, one => one.From);

    /// <summary>Where a change leads that leads to one state only.</summary>
    public TState To(TChange change) => States(change, one => one.To).Single();

    /// <summary>Whether a change is possible in a state.</summary>
    public bool Allows(TState from, TChange change) => From(change).Contains(from);

    private IReadOnlyList<TState> States(TChange change, Func<Transition<TState, TChange>, TState?> which) =>
        [.. transitions.Where(one => one.Change.Equals(change)).Select(which).OfType<TState>().Distinct().Order()];
}
