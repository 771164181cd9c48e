namespace OmoBroadcast.Sandbox.Teams;

/// <summary>What a call asks of the connector, as its limits tell apart.</summary>
internal enum TeamsAsk
{
    Send,
    Create,
    Read,
}
