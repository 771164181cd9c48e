using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>What the platforms do to their callers; everything left out is calm.</summary>
internal sealed record WeatherReport
{
    /// <summary>The same seed and the same order of calls give the same faults.</summary>
    public int Seed { get; init; } = 1;

    public LineWeather Line { get; init; } = new();

    public MetaWeather Messenger { get; init; } = new();

    public MetaWeather Instagram { get; init; } = new();

    public MetaWeather WhatsApp { get; init; } = new();

    public TeamsWeather Teams { get; init; } = new();

    public WebhookWeather Webhooks { get; init; } = new();

    /// <param name="channel">One of Meta's.</param>
    public MetaWeather Of(Channel channel) =>
        channel switch
        {
            Channel.Messenger => Messenger,
            Channel.Instagram => Instagram,
            _ => WhatsApp,
        };
}
