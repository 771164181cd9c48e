namespace OmoBroadcast.Sandbox.Weather;

/// <summary>What the platforms do to their callers; everything left out is calm.</summary>
internal sealed record WeatherReport
{
    /// <summary>The same seed and the same order of calls give the same faults.</summary>
    public int Seed { get; init; } = 1;

    public LineWeather Line { get; init; } = new();

    public TeamsWeather Teams { get; init; } = new();
}
