using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Desks.Words;

/// <summary>How staff call a platform.</summary>
public static class ChannelNames
{
    public static string Channel(this Vocabulary words, ChannelId channel) => words.Of(ChannelCatalog.Of(channel).Name);
}
