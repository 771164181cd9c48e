namespace OmoBroadcast.Sandbox.Weather;

/// <summary>The weather of now.</summary>
internal sealed class WeatherStation(HoldRoom room)
{
    private volatile Today _today = new(new WeatherReport());

    public WeatherReport Report => _today.Report;

    public LineWeather Line => _today.Report.Line;

    public TeamsWeather Teams => _today.Report.Teams;

    /// <param name="channel">One of Meta's.</param>
    public MetaWeather Meta(Channel channel) => _today.Report.Of(channel);

    public (Fault Fault, TimeSpan Delay) LineCall() => _today.Line.Throw();

    public (Fault Fault, TimeSpan Delay) TeamsCall() => _today.Teams.Throw();

    public (Fault Fault, TimeSpan Delay) MetaSend(Channel channel) => _today.Sends[channel].Throw();

    public Fault MetaUpload(Channel channel) => _today.Uploads[channel].Throw().Fault;

    /// <summary>A number from 0 to 1, the next of its own row.</summary>
    public double Chance()
    {
        var today = _today;
        lock (today.Chances) return today.Chances.NextDouble();
    }

    public void Change(WeatherReport report)
    {
        _today = new Today(report);
        room.Set(Channel.Line, report.Line.Hold, report.Line.HoldNext);
        foreach (var channel in ChannelNames.OfMeta) room.Set(channel, report.Of(channel).Hold, report.Of(channel).HoldNext);
    }

    private sealed class Today(WeatherReport report)
    {
        public WeatherReport Report { get; } = report;

        public Random Chances { get; } = new(report.Seed);

        public Dice Line { get; } = new(
            report.Seed, report.Line.Script,
            [
                (Fault.Status401, report.Line.Status401), (Fault.Status429, report.Line.Status429),
                (Fault.Status500Before, report.Line.Status500Before), (Fault.Status500After, report.Line.Status500After),
                (Fault.ResetBefore, report.Line.ResetBefore), (Fault.ResetAfter, report.Line.ResetAfter),
                (Fault.JunkBefore, report.Line.JunkBefore), (Fault.JunkAfter, report.Line.JunkAfter),
            ],
            report.Line.Slow, report.Line.SlowMs);

        public Dice Teams { get; } = new(
            report.Seed + 1, report.Teams.Script,
            [
                (Fault.Status401, report.Teams.Status401), (Fault.Status412, report.Teams.Status412), (Fault.Status429, report.Teams.Status429),
                (Fault.Status502Before, report.Teams.Status502Before), (Fault.Status502After, report.Teams.Status502After),
                (Fault.ResetBefore, report.Teams.ResetBefore), (Fault.ResetAfter, report.Teams.ResetAfter),
            ],
            report.Teams.Slow, report.Teams.SlowMs);

        public Dictionary<Channel, Dice> Sends { get; } = ChannelNames.OfMeta.ToDictionary(c => c, c => Meta(report.Seed + 1 + (int)c, report.Of(c)));

        public Dictionary<Channel, Dice> Uploads { get; } = ChannelNames.OfMeta.ToDictionary(c => c, c => new Dice(report.Seed, report.Of(c).UploadScript, [], 0, 0));

        private static Dice Meta(int seed, MetaWeather weather) => new(
            seed, weather.Script,
            [
                (Fault.Status401, weather.Status401), (Fault.Status429, weather.Status429),
                (Fault.Status500Before, weather.Status500Before), (Fault.Status500After, weather.Status500After),
                (Fault.ResetBefore, weather.ResetBefore), (Fault.ResetAfter, weather.ResetAfter),
                (Fault.JunkBefore, weather.JunkBefore), (Fault.JunkAfter, weather.JunkAfter), (Fault.InvalidReplyAfter, weather.InvalidReplyAfter),
            ],
            weather.Slow, weather.SlowMs);
    }
}
