using OmoBroadcast.Domain.States;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>The states of a delivery: those of its request as they are seen, but that whoever is left out has none.</summary>
public static class DeliveryStates
{
    public static readonly StateTable<DeliveryState, RequestChange> Table = new([
        new(null, RequestChange.LeaveOut, DeliveryState.Skipped, Actors.Launcher),
        .. RequestStates
            .Table.Transitions.Select(one => new Transition<DeliveryState, RequestChange>(
                one.From?.Seen(),
                one.Change,
                one.To?.Seen() ?? DeliveryState.Skipped,
                one.By
            ))
            .Where(one => one.From != one.To),
    ]);
}
