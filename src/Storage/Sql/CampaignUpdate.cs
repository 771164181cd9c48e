using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>A person's decision about a campaign, as an update.</summary>
/// <param name="Set">What it assigns besides the version and, where the change leads to one state, that.</param>
internal sealed record CampaignUpdate(CampaignChange Change, string Set, params (string Name, object? Value)[] Values)
{
    /// <summary>What must hold besides the state from which the change leads.</summary>
    public string If { get; init; } = "";

    /// <summary>What else is written if it is done.</summary>
    public Func<SqlTransaction, Task>? Also { get; init; }

    public string Assignments =>
        Leads == 1 && !CampaignStates.Table.Allows(CampaignStates.Table.To(Change), Change)
            ? $"{CampaignStates.Table.Set(Change)}, {Set}"
            : Set;

    public string Condition => $"{CampaignStates.Table.Where(Change)} {If}";

    private int Leads => CampaignStates.Table.Transitions.Where(one => one.Change == Change).DistinctBy(one => one.To).Count();
}
