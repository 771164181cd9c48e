namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Which endpoint of the LINE platform was called.</summary>
internal enum CallKind : byte
{
    Push, Multicast, Reply, Validate, Quota, Consumption, Profile, Info, Other,
}
