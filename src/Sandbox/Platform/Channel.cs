namespace OmoBroadcast.Sandbox.Platform;

/// <summary>A chat platform.</summary>
internal enum Channel : byte
{
    Line,
    Messenger,
    Instagram,
    WhatsApp,
}

internal static class ChannelNames
{
    public static readonly IReadOnlyList<Channel> OfMeta = [Channel.Messenger, Channel.Instagram, Channel.WhatsApp];

    /// <summary>As it stands in addresses and answers.</summary>
    public static string Name(this Channel channel) =>
        channel switch
        {
            Channel.Line => "line",
            Channel.Messenger => "messenger",
            Channel.Instagram => "instagram",
            _ => "whatsapp",
        };
}
