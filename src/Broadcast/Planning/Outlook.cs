namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What a preview says of accounts: how their month stands, and what it costs.</summary>
public sealed record Outlook(Quotas Quotas, Costs Costs);
