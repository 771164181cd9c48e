namespace OmoBroadcast.Domain.Channels;

/// <summary>A chat platform, by the lower-case name it has in routes, configuration and the ledger.</summary>
public readonly record struct ChannelId(string Value)
{
    public override string ToString() => Value;
}
