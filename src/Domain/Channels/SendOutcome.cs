namespace OmoBroadcast.Domain.Channels;

/// <summary>What became of one HTTP call. The classes of <c>docs/architecture.md</c>, §5.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>The platform has it. <paramref name="PlatformId"/> is its id of the message or of the request, where it gives one.</summary>
    public sealed record Accepted(string? PlatformId) : SendOutcome;

    /// <summary>Not sent, and the account must be left alone for a while. <paramref name="Quota"/>: the plan's messages are used up, not only the pace.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, bool Quota) : SendOutcome;

    /// <summary>Not sent: no byte of the request reached the platform. Free to repeat.</summary>
    public sealed record Unavailable(string Reason) : SendOutcome;

    /// <summary>It left, and nobody can say whether the platform has it.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;

    /// <summary>The platform says no, for good. <paramref name="Code"/> is the platform's, <paramref name="Reason"/> its words.</summary>
    public sealed record Refused(RefusalScope Scope, string Code, string Reason) : SendOutcome;

    /// <summary>The one recipient cannot be reached (blocked, unknown to the account).</summary>
    public sealed record Unreachable(string Code, string Reason) : SendOutcome;
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
}
