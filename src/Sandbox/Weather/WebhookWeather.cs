namespace OmoBroadcast.Sandbox.Weather;

/// <summary>What happens to webhooks on their way, on every platform. Shares of 1.</summary>
internal sealed record WebhookWeather
{
    /// <summary>Never arrive; the platform thinks they did.</summary>
    public double Lost { get; init; }

    /// <summary>Arrive later than they should, out of their order.</summary>
    public double Late { get; init; }

    /// <summary>By so much.</summary>
    public int LateMs { get; init; } = 1_000;

    /// <summary>Arrive twice, the second time at once.</summary>
    public double Doubled { get; init; }

    /// <summary>What comes again after it was not answered well comes event by event, the last first.</summary>
    public bool Regroup { get; init; }

    /// <summary>The times in them are off by so many milliseconds; negative = behind.</summary>
    public long SkewMs { get; init; }
}
