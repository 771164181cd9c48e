namespace OmoBroadcast.Sandbox.Weather;

/// <summary>The weather of now.</summary>
internal sealed class WeatherStation(HoldRoom room)
{
    private volatile Today _today = new(new WeatherReport());

    public WeatherReport Report => _today.Report;

    public LineWeather Line => _today.Report.Line;

    public TeamsWeather Teams => _today.Report.Teams;

    public (Fault Fault, TimeSpan Delay) LineCall() => _today.Line.Throw();

    public (Fault Fault, TimeSpan Delay) TeamsCall() => _today.Teams.Throw();

    public void Change(WeatherReport report)
    {
        _today = new Today(report);
        room.Set(report.Line.Hold, report.Line.HoldNext);
    }

    private sealed class Today(WeatherReport report)
    {
        public WeatherReport Report { get; } = report;

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
    }
}
