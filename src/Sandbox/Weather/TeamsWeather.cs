namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Probabilities are of 1 and exclude each other; they fall on sending and updating activities and on creating conversations.</summary>
internal sealed record TeamsWeather
{
    public double Status401 { get; init; }

    public double Status412 { get; init; }

    public double Status429 { get; init; }

    /// <summary>Seconds in Retry-After of a 429; null = no such header.</summary>
    public int? RetryAfter { get; init; } = 1;

    public double Status502Before { get; init; }

    public double Status502After { get; init; }

    public double ResetBefore { get; init; }

    public double ResetAfter { get; init; }

    /// <summary>Faults of the next calls, one by one, before the probabilities apply.</summary>
    public IReadOnlyList<Fault> Script { get; init; } = [];

    public double Slow { get; init; }

    public int SlowMs { get; init; }

    /// <summary>Calls per second and conversation above which 429 is answered; 0 = no limit (Teams: 7).</summary>
    public double PerSecond { get; init; }

    /// <summary>Only conversations that were introduced or created exist.</summary>
    public bool Strict { get; init; }

    /// <summary>Conversations whose person removed the app: 403 BotNotInConversationRoster.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Only tokens issued here are good.</summary>
    public bool RequireToken { get; init; }
}
