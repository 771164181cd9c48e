namespace OmoBroadcast.Domain.Channels;

/// <summary>A chat platform, by the lower-case name it has in routes, configuration and the ledger.</summary>
public readonly record struct ChannelId(string Value)
{
    public static readonly ChannelId Line = new("line"),
        Messenger = new("messenger"),
        Instagram = new("instagram"),
        WhatsApp = new("whatsapp");

    public override string ToString() => Value;
}
