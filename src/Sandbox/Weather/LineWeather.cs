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

    /// <summary>Faults of the next calls, one by one, before the probabilities apply.</summary>
    public IReadOnlyList<Fault> Script { get; init; } = [];

    /// <summary>Share of calls that are answered late, on top of everything else.</summary>
    public double Slow { get; init; }

    public int SlowMs { get; init; }

    /// <summary>Accept, but hold every answer until released.</summary>
    public bool Hold { get; init; }

    /// <summary>Hold only the next so many.</summary>
    public int HoldNext { get; init; }

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

    /// <summary>LINE's documents disagree on unknown ids in a multicast: false = 200 and left out, true = 400 for all.</summary>
    public bool RefuseUnknownInMulticast { get; init; }

    /// <summary>How long a reply token can be used.</summary>
    public int ReplyTokenSeconds { get; init; } = 60;
}
