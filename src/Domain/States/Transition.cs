namespace OmoBroadcast.Domain.States;

/// <summary>One arrow of a state machine.</summary>
/// <param name="From">Null: it begins here.</param>
/// <param name="Change">What happens.</param>
/// <param name="To">Null: it is gone.</param>
/// <param name="By">Who may do it, or whose doing it is.</param>
public sealed record Transition<TState, TChange>(TState? From, TChange Change, TState? To, Actors By)
    where TState : struct, Enum
    where TChange : struct, Enum;
