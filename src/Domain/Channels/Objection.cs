namespace OmoBroadcast.Domain.Channels;

/// <summary>Why a channel cannot carry a content.</summary>
/// <param name="Message">The message at fault, from 0.</param>
/// <param name="Limit">The platform's limit, in what <paramref name="Kind"/> says; null where it is not a number.</param>
public sealed record Objection(ChannelId Channel, int Message, ObjectionKind Kind, long? Limit);

/// <summary>The kinds of objection. Each has a sentence in both languages.</summary>
public enum ObjectionKind
{
    /// <summary>The channel has no such message, or we do not send it there.</summary>
    Sort,

    /// <summary>From a phone it could.</summary>
    Desktop,

    /// <summary>In UTF-16 units, as most people would count.</summary>
    TextLength,

    /// <summary>In bytes of UTF-8: a Chinese character is three.</summary>
    TextBytes,

    /// <summary>In bytes.</summary>
    MediaSize,

    MediaType,
}
