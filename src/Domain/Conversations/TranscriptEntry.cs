using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>One line of a conversation's bounded transcript.</summary>
/// <param name="At">When it was said, by the platform's clock for customers and ours for staff.</param>
/// <param name="From">The staff id, or null for the customer.</param>
/// <param name="Text">Its words as last edited; null when there are none or when it was unsent.</param>
public sealed record TranscriptEntry(DateTimeOffset At, string? From, MessageKind Kind, string? Text, bool Edited, bool Unsent)
{
    /// <summary>Stands in <see cref="From"/> for whoever wrote in the platform's own inbox: the platform does not tell.</summary>
    public const string PlatformInbox = "inbox";

    /// <summary>Stands in <see cref="From"/> for another app that answered by itself.</summary>
    public const string AnotherApp = "app";

    /// <summary>What it is besides its kind and its words; null for words alone, and when it was unsent.</summary>
    public MessageDetails? Details { get; init; }

    /// <summary>The line that it answers, as that stands now; null when it answers none, or one that is kept no longer.</summary>
    public TranscriptEntry? Quoted { get; init; }

    public IReadOnlyList<MessageMedia> Media => Details?.Media ?? [];
}
