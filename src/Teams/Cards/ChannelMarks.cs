using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Channels as they are told apart at a glance: by colour and by name.</summary>
internal static class ChannelMarks
{
    public static string Marked(this Phrases phrases, ChannelId channel) => $"{ChannelCatalog.Of(channel).Mark} {phrases.Channel(channel)}";
}
