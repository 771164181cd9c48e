using System.Text;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>
/// What staff may send, by channel and by where they sit, as the channels' traits say: one matrix behind composing, previewing and sending.
/// The platforms themselves know no difference between desktop and phone, so that part of it can be lifted.
/// </summary>
/// <param name="sameEverywhere">What a phone may send, a desktop may too.</param>
public sealed class Capabilities(bool sameEverywhere)
{
    /// <summary>Whether a message of this sort may be sent to customers of the channel by somebody who sits there.</summary>
    public bool Allows(ChannelId channel, MessageSort sort, Surface surface) =>
        ChannelCatalog.Of(channel).Carries.TryGetValue(sort, out var where)
        && (surface == Surface.Phone || sameEverywhere || where == Surfaces.Both);

    /// <summary>Whether the channel can carry it at all, wherever it comes from.</summary>
    public static bool Carries(ChannelId channel, MessageSort sort) => ChannelCatalog.Of(channel).Carries.ContainsKey(sort);

    /// <summary>
    /// The first reason why the channel cannot carry this content, or null: the matrix above, then the platform's own limits. Texts count
    /// as composed; a name that is filled in may make them a little longer.
    /// </summary>
    public Objection? ObjectionTo(ChannelId channel, ChannelLimits limits, Content content, Surface surface)
    {
        for (var i = 0; i < content.Messages.Count; i++)
        {
            var message = content.Messages[i];
            var sort = SortOf(message);
            if (!Carries(channel, sort))
                return new(channel, i, ObjectionKind.Sort, null);
            if (!Allows(channel, sort, surface))
                return new(channel, i, ObjectionKind.Desktop, null);
            var objection = message switch
            {
                OutboundMessage.Text text when Length(text.Words, limits.TextUnit) > limits.TextLength => new Objection(
                    channel,
                    i,
                    limits.TextUnit == TextUnit.Utf16 ? ObjectionKind.TextLength : ObjectionKind.TextBytes,
                    limits.TextLength
                ),
                OutboundMessage.Media media => OfMedia(channel, limits, i, media),
                OutboundMessage.Template template => template
                    .Parameters.Select(parameter => parameter.Media)
                    .OfType<OutboundMessage.Media>()
                    .Select(media => OfMedia(channel, limits, i, media))
                    .FirstOrDefault(),
                _ => null,
            };
            if (objection is not null)
                return objection;
        }

        return null;
    }

    public static MessageSort SortOf(OutboundMessage message) =>
        message switch
        {
            OutboundMessage.Text => MessageSort.Text,
            OutboundMessage.Template => MessageSort.Template,
            OutboundMessage.Media { Kind: MediaKind.Image } => MessageSort.Image,
            OutboundMessage.Media { Kind: MediaKind.Video } => MessageSort.Video,
            OutboundMessage.Media { Kind: MediaKind.Audio or MediaKind.File } => MessageSort.File,
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name),
        };

    private static Objection? OfMedia(ChannelId channel, ChannelLimits limits, int message, OutboundMessage.Media media) =>
        !limits.Media.TryGetValue(media.Kind, out var limit) ? new(channel, message, ObjectionKind.Sort, null)
        : !limit.ContentTypes.Contains(media.ContentType) ? new(channel, message, ObjectionKind.MediaType, null)
        : media.Size > limit.MostBytes ? new(channel, message, ObjectionKind.MediaSize, limit.MostBytes)
        : null;

    /// <summary>In the units that the platform counts.</summary>
    public static int Length(string text, TextUnit unit) => unit == TextUnit.Utf8Bytes ? Encoding.UTF8.GetByteCount(text) : text.Length;
}
