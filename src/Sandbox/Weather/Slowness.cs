namespace OmoBroadcast.Sandbox.Weather;

/// <param name="Share">Of the calls, from 0 to 1.</param>
/// <param name="Millis">How much later each of them is.</param>
/// <param name="When">Before or after the platform has decided.</param>
internal readonly record struct Slowness(double Share, int Millis, Moment When);
