using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>The button by which a draft is sent.</summary>
public enum SendButton
{
    /// <summary>The main one. Where a time is filled in beside it, nobody can tell which was meant.</summary>
    Main,

    /// <summary>Now, whatever is filled in.</summary>
    Now,

    /// <summary>At the time that is filled in.</summary>
    Then,
}

/// <summary>When a draft is to be sent, as its sender said it.</summary>
/// <param name="At">The moment filled in; null: none, or none that can be read.</param>
/// <param name="Filled">Something is filled in, a date alone for example.</param>
public readonly record struct SendTime(SendButton By, DateTimeOffset? At = null, bool Filled = false)
{
    public static SendTime Now => new(SendButton.Now);

    /// <summary>Why it is to go out even while the store's send window is shut, as it was typed; null: it keeps to the window. Managers'
    /// alone.</summary>
    public string? WindowReason { get; init; }

    public static SendTime Then(DateTimeOffset at) => new(SendButton.Then, at, Filled: true);

    /// <summary>It is to be asked which was meant.</summary>
    internal bool IsOpen => By == SendButton.Main && At is not null;

    /// <summary>The time that counts, or is asked about; null: now.</summary>
    internal DateTimeOffset? Asked => By == SendButton.Now ? null : At;

    /// <summary>A time was meant, and there is none that can be read.</summary>
    internal bool IsUnreadable => At is null && (By == SendButton.Then || (By == SendButton.Main && Filled));
}

/// <summary>What came of the button.</summary>
/// <param name="Question">Nothing was done before it is answered; null: the campaign is promised, or awaits approval.</param>
public sealed record Confirmation(Campaign Campaign, SendQuestion? Question = null);

/// <summary>Whether a broadcast is to be sent now or at the time that was filled in; or, while the store's send window is shut, at the time
/// when it opens.</summary>
public sealed record SendQuestion(DateTimeOffset At, Preview Preview)
{
    /// <summary>Null: the window is open.</summary>
    public ShutWindow? Shut { get; init; }
}

/// <summary>The send window is shut at the time that was asked for.</summary>
/// <param name="Asked">That time; null: now.</param>
/// <param name="WillReceive">How many will receive it when it opens.</param>
/// <param name="Lost">How many will have left their platform's window for free messages by then.</param>
/// <param name="MayOverrule">They may decide that it is sent nevertheless.</param>
public sealed record ShutWindow(DateTimeOffset? Asked, long WillReceive, long Lost, bool MayOverrule)
{
    /// <summary>What is wrong with the reason for which it was to be sent nevertheless.</summary>
    public Answer<Confirmation>.Invalid? Wrong { get; init; }
}
