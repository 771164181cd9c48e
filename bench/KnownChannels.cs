using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Bench;

/// <summary>The channels that are measured.</summary>
internal static class KnownChannels
{
    extension(ChannelId)
    {
        public static ChannelId Line => new("line");

        public static ChannelId Messenger => new("messenger");

        public static ChannelId Instagram => new("instagram");

        public static ChannelId WhatsApp => new("whatsapp");
    }
}
