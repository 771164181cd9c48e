namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What a preview says besides of whom: how the accounts' months stand, what it costs, and when it may be sent.</summary>
public sealed record Outlook(Quotas Quotas, Costs Costs, SendWindows Windows);
