using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// What staff may send, by channel and by where they sit: the one table behind composing, previewing and sending. The platforms themselves know no
/// difference between desktop and phone, so that part of it can be lifted.
/// </summary>
/// <param name="sameEverywhere">What a phone may send, a desktop may too.</param>
public sealed class Capabilities(bool sameEverywhere)
{
    /// <summary>Of the kinds of message, where each may be sent from, by channel. What is not here cannot be sent at all.</summary>
    private static readonly Dictionary<(ChannelId, MessageSort), Surfaces> Table = new()
    {
        [(ChannelId.Line, MessageSort.Text)] = Surfaces.Both,
        [(ChannelId.Line, MessageSort.Image)] = Surfaces.Both,
        [(ChannelId.Line, MessageSort.Video)] = Surfaces.Both,
        [(ChannelId.Messenger, MessageSort.Text)] = Surfaces.Both,
        [(ChannelId.Messenger, MessageSort.Image)] = Surfaces.Both,
        [(ChannelId.Messenger, MessageSort.Video)] = Surfaces.Both,
        [(ChannelId.Messenger, MessageSort.File)] = Surfaces.Both,
        [(ChannelId.Instagram, MessageSort.Text)] = Surfaces.Both,
        [(ChannelId.Instagram, MessageSort.Image)] = Surfaces.Both,
        [(ChannelId.Instagram, MessageSort.Video)] = Surfaces.Phone,
        [(ChannelId.Instagram, MessageSort.File)] = Surfaces.Phone,
        [(ChannelId.WhatsApp, MessageSort.Text)] = Surfaces.Both,
        [(ChannelId.WhatsApp, MessageSort.Image)] = Surfaces.Both,
        [(ChannelId.WhatsApp, MessageSort.Video)] = Surfaces.Both,
        [(ChannelId.WhatsApp, MessageSort.File)] = Surfaces.Both,
        [(ChannelId.WhatsApp, MessageSort.Template)] = Surfaces.Both,
    };

    /// <summary>Whether a message of this sort may be sent to customers of the channel by somebody who sits there.</summary>
    public bool Allows(ChannelId channel, MessageSort sort, Surface surface) =>
        Table.TryGetValue((channel, sort), out var where) && (surface == Surface.Phone || sameEverywhere || where == Surfaces.Both);

    /// <summary>Whether the channel can carry it at all, wherever it comes from.</summary>
    public static bool Carries(ChannelId channel, MessageSort sort) => Table.ContainsKey((channel, sort));

    public static MessageSort SortOf(OutboundMessage message) => message switch
    {
        OutboundMessage.Text => MessageSort.Text,
        OutboundMessage.Template => MessageSort.Template,
        OutboundMessage.Media { Kind: MediaKind.Image } => MessageSort.Image,
        OutboundMessage.Media { Kind: MediaKind.Video } => MessageSort.Video,
        OutboundMessage.Media { Kind: MediaKind.Audio or MediaKind.File } => MessageSort.File,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name),
    };

    private enum Surfaces { Both, Phone }
}

/// <summary>Where a member of staff sits.</summary>
public enum Surface { Desktop, Phone }

/// <summary>The sorts of message that the table tells apart. Emoji are text; a saved reply is what it expands to.</summary>
public enum MessageSort { Text, Image, Video, File, Template }
