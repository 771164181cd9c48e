namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Probabilities are of 1 and exclude each other; they fall on sending and updating activities and on creating
/// conversations.</summary>
internal sealed record TeamsWeather
{
    public double Status401 { get; init; }

    public double Status412 { get; init; }

    public double Status429 { get; init; }

    /// <summary>Seconds in Retry-After of a 429, at least until the limit lets the next one pass; null = no such header.</summary>
    public int? RetryAfter { get; init; } = 1;

    public double Status502Before { get; init; }

    public double Status502After { get; init; }

    public double ResetBefore { get; init; }

    public double ResetAfter { get; init; }

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

    public double Slow { get; init; }

    public int SlowMs { get; init; }

    /// <summary>Before the platform has decided, or after.</summary>
    public Moment SlowWhen { get; init; }

    /// <summary>Teams' own limits: of a bot in a conversation 7 calls in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour (twice that for
    /// reading), and 50 a second in a tenant.</summary>
    public bool Limits { get; init; } = true;

    /// <summary>Only conversations that were introduced or created exist; null = once an app was declared.</summary>
    public bool? Strict { get; init; }

    /// <summary>Conversations whose person removed the app: 403 BotNotInConversationRoster.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Only tokens issued here are good; null = once an app was declared.</summary>
    public bool? RequireToken { get; init; }
}
