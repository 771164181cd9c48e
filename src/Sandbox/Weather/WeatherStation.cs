using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>The weather of now.</summary>
internal sealed class WeatherStation(HoldRoom room, SandboxClock clock)
{
    private volatile Today _today = new(new WeatherReport());

    public WeatherReport Report => _today.Report;

    public LineWeather Line => _today.Report.Line;

    public TeamsWeather Teams => _today.Report.Teams;

    /// <param name="channel">One of Meta's.</param>
    public MetaWeather Meta(Channel channel) => _today.Report.Of(channel);

    public WebhookWeather Webhooks => _today.Report.Webhooks;

    public Fate LineCall() => _today.Line.Throw();

    public Fate TeamsCall() => _today.Teams.Throw();

    public Fate MetaSend(Channel channel) => _today.Sends[channel].Throw();

    public Happening MetaUpload(Channel channel) => _today.Uploads[channel].Throw().What;

    /// <summary>A number from 0 to 1, the next of its own row.</summary>
    public double Chance()
    {
        var today = _today;
        lock (today.Chances)
            return today.Chances.NextDouble();
    }

    /// <summary>What happens to the next webhook.</summary>
    public (bool Lost, TimeSpan Late, bool Doubled) Webhook()
    {
        var sky = Webhooks;
        if (sky is { Lost: <= 0, Late: <= 0, Doubled: <= 0 })
            return default;
        var (lost, late, doubled) = (Chance(), Chance(), Chance());
        return (lost < sky.Lost, late < sky.Late ? TimeSpan.FromMilliseconds(sky.LateMs) : TimeSpan.Zero, doubled < sky.Doubled);
    }

    public void Change(WeatherReport report)
    {
        _today = new Today(report);
        clock.Skew = report.Webhooks.SkewMs;
        room.Set(Channel.Line, report.Line.Hold, report.Line.HoldNext, report.Line.HoldWhen);
        foreach (var channel in ChannelNames.OfMeta)
            room.Set(channel, report.Of(channel).Hold, report.Of(channel).HoldNext, report.Of(channel).HoldWhen);
    }

    private sealed class Today(WeatherReport report)
    {
        public WeatherReport Report { get; } = report;

        public Random Chances { get; } = new(report.Seed);

        public Dice Line { get; } =
            new(
                report.Seed,
                report.Line.Script,
                [
                    (Fault.Status401, report.Line.Status401),
                    (Fault.Status429, report.Line.Status429),
                    (Fault.Status500Before, report.Line.Status500Before),
                    (Fault.Status500After, report.Line.Status500After),
                    (Fault.ResetBefore, report.Line.ResetBefore),
                    (Fault.ResetAfter, report.Line.ResetAfter),
                    (Fault.JunkBefore, report.Line.JunkBefore),
                    (Fault.JunkAfter, report.Line.JunkAfter),
                    (Fault.ChunkedAfter, report.Line.ChunkedAfter),
                    (Fault.TrickledAfter, report.Line.TrickledAfter),
                    (Fault.GzipAfter, report.Line.GzipAfter),
                    (Fault.WrongTypeAfter, report.Line.WrongTypeAfter),
                    (Fault.TwiceHeadedAfter, report.Line.TwiceHeadedAfter),
                    (Fault.HugeAfter, report.Line.HugeAfter),
                    (Fault.BrokenAfter, report.Line.BrokenAfter),
                ],
                new Slowness(report.Line.Slow, report.Line.SlowMs, report.Line.SlowWhen)
            );

        public Dice Teams { get; } =
            new(
                report.Seed + 1,
                report.Teams.Script,
                [
                    (Fault.Status401, report.Teams.Status401),
                    (Fault.Status412, report.Teams.Status412),
                    (Fault.Status429, report.Teams.Status429),
                    (Fault.Status502Before, report.Teams.Status502Before),
                    (Fault.Status502After, report.Teams.Status502After),
                    (Fault.ResetBefore, report.Teams.ResetBefore),
                    (Fault.ResetAfter, report.Teams.ResetAfter),
                    (Fault.ChunkedAfter, report.Teams.ChunkedAfter),
                    (Fault.TrickledAfter, report.Teams.TrickledAfter),
                    (Fault.GzipAfter, report.Teams.GzipAfter),
                    (Fault.WrongTypeAfter, report.Teams.WrongTypeAfter),
                    (Fault.TwiceHeadedAfter, report.Teams.TwiceHeadedAfter),
                    (Fault.HugeAfter, report.Teams.HugeAfter),
                    (Fault.BrokenAfter, report.Teams.BrokenAfter),
                ],
                new Slowness(report.Teams.Slow, report.Teams.SlowMs, report.Teams.SlowWhen)
            );

        public Dictionary<Channel, Dice> Sends { get; } =
            ChannelNames.OfMeta.ToDictionary(c => c, c => Meta(report.Seed + 1 + (int)c, report.Of(c)));

        public Dictionary<Channel, Dice> Uploads { get; } =
            ChannelNames.OfMeta.ToDictionary(c => c, c => new Dice(report.Seed, report.Of(c).UploadScript, [], default));

        private static Dice Meta(int seed, MetaWeather weather) =>
            new(
                seed,
                weather.Script,
                [
                    (Fault.Status401, weather.Status401),
                    (Fault.Status429, weather.Status429),
                    (Fault.Status500Before, weather.Status500Before),
                    (Fault.Status500After, weather.Status500After),
                    (Fault.ResetBefore, weather.ResetBefore),
                    (Fault.ResetAfter, weather.ResetAfter),
                    (Fault.JunkBefore, weather.JunkBefore),
                    (Fault.JunkAfter, weather.JunkAfter),
                    (Fault.InvalidReplyAfter, weather.InvalidReplyAfter),
                    (Fault.ChunkedAfter, weather.ChunkedAfter),
                    (Fault.TrickledAfter, weather.TrickledAfter),
                    (Fault.GzipAfter, weather.GzipAfter),
                    (Fault.WrongTypeAfter, weather.WrongTypeAfter),
                    (Fault.TwiceHeadedAfter, weather.TwiceHeadedAfter),
                    (Fault.HugeAfter, weather.HugeAfter),
                    (Fault.BrokenAfter, weather.BrokenAfter),
                ],
                new Slowness(weather.Slow, weather.SlowMs, weather.SlowWhen)
            );
    }
}
