namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Probabilities are of 1 and exclude each other; they fall on push, multicast and reply.</summary>
internal sealed record LineWeather
{
    public double Status401 { get; init; }

    public double Status429 { get; init; }

    public double Status500Before { get; init; }

    public double Status500After { get; init; }

    public double ResetBefore { get; init; }

    public double ResetAfter { get; init; }

    /// <summary>200 with HTML or broken JSON, and nothing accepted.</summary>
    public double JunkBefore { get; init; }

    /// <summary>200 with HTML or broken JSON, and accepted.</summary>
    public double JunkAfter { get; init; }

    /// <summary>Taken, and the good answer comes in pieces without a length, slowly in pieces, packed unasked, under a wrong type, with
    /// headers twice, with 50 MB behind it, or broken off.</summary>
    public double ChunkedAfter { get; init; }

    public double TrickledAfter { get; init; }

    public double GzipAfter { get; init; }

    public double WrongTypeAfter { get; init; }

    public double TwiceHeadedAfter { get; init; }

    public double HugeAfter { get; init; }

    public double BrokenAfter { get; init; }

    /// <summary>Faults of the next calls, one by one, before the probabilities apply.</summary>
    public IReadOnlyList<Happening> Script { get; init; } = [];

    /// <summary>Share of calls that are answered late, on top of everything else.</summary>
    public double Slow { get; init; }

    public int SlowMs { get; init; }

    /// <summary>Before the platform has decided, or after.</summary>
    public Moment SlowWhen { get; init; }

    /// <summary>Accept, but hold every answer until released.</summary>
    public bool Hold { get; init; }

    /// <summary>Hold only the next so many.</summary>
    public int HoldNext { get; init; }

    /// <summary>Hold answers, or calls that are not decided yet: those go on when they are released, though their caller be gone.</summary>
    public Moment HoldWhen { get; init; }

    /// <summary>Recipients per month; null = no cap.</summary>
    public long? MonthlyQuota { get; init; }

    /// <summary>Calls per second and channel; 0 = no limit.</summary>
    public double PushPerSecond { get; init; } = 2_000;

    public double MulticastPerSecond { get; init; } = 200;

    public double ReplyPerSecond { get; init; } = 2_000;

    /// <summary>How many calls a bucket holds; null = a tenth of a second's worth, at least one.</summary>
    public double? Capacity { get; init; }

    /// <summary>Take any well-formed id for a friend's, for measuring.</summary>
    public bool KnowEveryone { get; init; }

    /// <summary>LINE's documents disagree on unknown ids in a multicast: false = 200 and left out, true = 400 for all; null = as the
    /// account was declared.</summary>
    public bool? RefuseUnknownInMulticast { get; init; }

    /// <summary>
    /// LINE's documents do not say what it looks at first: true = the recipients, so that a repeated request can be refused though its key
    /// was accepted; false = the retry key; null = as the account was declared.
    /// </summary>
    public bool? RecipientsFirst { get; init; }

    /// <summary>How long content that a customer sent is being prepared, and answered with 202.</summary>
    public int PreparingMs { get; init; }

    /// <summary>How long a reply token can be used.</summary>
    public int ReplyTokenSeconds { get; init; } = 60;
}
