namespace OmoBroadcast.Adapters.Meta;

/// <summary>What an error code asks of us.</summary>
internal enum Remedy
{
    /// <summary>The platform may have it all the same: never to be sent blindly again.</summary>
    Unsure,

    /// <summary>Not sent if the answer was no server's trouble; the same again later.</summary>
    Retry,

    /// <summary>Not sent; the account is too fast.</summary>
    Pace,

    /// <summary>Not sent; the account has had its share for a good while.</summary>
    Quota,

    /// <summary>Not sent; too fast for this one recipient.</summary>
    Recipient,

    /// <summary>Not to this recipient.</summary>
    Drop,

    /// <summary>Not to this recipient, who has asked for no more.</summary>
    Unsubscribed,

    /// <summary>The upload is gone.</summary>
    Upload,

    /// <summary>The message is wrong.</summary>
    Fix,

    /// <summary>The template may not be sent until the platform approves it again.</summary>
    Template,

    /// <summary>Nothing of this account until a person has mended it.</summary>
    Stop,
}

/// <summary>One line of an error table. A line for a subcode goes before one for its code.</summary>
/// <param name="Subcode">0: any that has no line of its own.</param>
/// <param name="Seconds">How long to wait, unless the platform says.</param>
/// <param name="Most">For <see cref="Remedy.Retry"/>: how often to try in all.</param>
internal sealed record GraphRule(int Code, int Subcode, Remedy Remedy, int Seconds = 0, int Most = GraphRule.UsualMost)
{
    public const int UsualMost = 3;

    /// <summary>The code of a rule for a subcode wherever it stands.</summary>
    public const int AnyCode = -1;

    /// <summary>For a number that stands as code or as subcode.</summary>
    public static IEnumerable<GraphRule> Anywhere(int number, Remedy remedy) => [new(number, 0, remedy), new(AnyCode, number, remedy)];
}
