using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>What became of one HTTP call. The classes of <c>docs/architecture.md</c>, §5.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>What the platform's answer says of the calls it allows the account; null where it says nothing.</summary>
    public Usage? Usage { get; init; }

    /// <summary>The platform has it. <paramref name="PlatformId"/> is its id of the message or of the request, where it gives
    /// one.</summary>
    public sealed record Accepted(string? PlatformId) : SendOutcome;

    /// <summary>Not sent, and whom <paramref name="Scope"/> names must be left alone for a while.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, ThrottleScope Scope) : SendOutcome;

    /// <summary>Not sent: no byte of the request reached the platform, or it says that it could not take it now. Free to repeat.</summary>
    /// <param name="Code">The platform's, where it was reached.</param>
    /// <param name="MostAttempts">After so many, this one included, it is the platform's no.</param>
    public sealed record Unavailable(string Reason, string? Code = null, int MostAttempts = int.MaxValue) : SendOutcome;

    /// <summary>It left, and nobody can say whether the platform has it.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;

    /// <summary>The platform says no, for good. <paramref name="Code"/> is the platform's, <paramref name="Reason"/> its words.</summary>
    public sealed record Refused(RefusalScope Scope, string Code, string Reason) : SendOutcome;

    /// <summary>The one recipient cannot be reached (blocked, unknown to the account, outside the window).</summary>
    /// <param name="Suppress">What the platform's answer says of the customer for all bulk messages to come; null when it speaks of this
    /// message only.</param>
    public sealed record Unreachable(string Code, string Reason, SuppressionKind? Suppress = null) : SendOutcome;

    /// <summary>Not sent: the platform no longer knows the upload of the message's media. To be uploaded and sent anew.</summary>
    public sealed record MediaGone(string Code) : SendOutcome;
}

/// <summary>Who is called too fast.</summary>
public enum ThrottleScope
{
    /// <summary>The account, for the moment.</summary>
    Pace,

    /// <summary>The account's plan: its messages are used up.</summary>
    Quota,

    /// <summary>The one recipient; others go on.</summary>
    Recipient,
}

/// <summary>Whom a refusal speaks of.</summary>
public enum RefusalScope
{
    /// <summary>The messages: every recipient would be refused alike.</summary>
    Content,

    /// <summary>One or more of the recipients: of a batch, nobody got it.</summary>
    Recipients,

    /// <summary>The account's token or plan: nothing of it can be sent until a person mends it.</summary>
    Account,

    /// <summary>The platform's approval of the template, which it has taken back for now: nothing that sends it can be sent until it is
    /// given again.</summary>
    Template,
}

/// <summary>How much of what a platform allows an account in a while is used up.</summary>
/// <param name="Percent">More than 100 when it refuses already.</param>
/// <param name="Regain">When there are calls again, where it says.</param>
public sealed record Usage(int Percent, TimeSpan? Regain);
