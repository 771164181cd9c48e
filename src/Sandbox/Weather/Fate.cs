namespace OmoBroadcast.Sandbox.Weather;

/// <summary>What the weather has in store for one call.</summary>
/// <param name="What">The fault.</param>
/// <param name="Before">How long the platform takes before it decides.</param>
/// <param name="After">How long it takes to answer once it has.</param>
/// <param name="Early">Where it may be either: held before the decision.</param>
internal readonly record struct Fate(Happening What, TimeSpan Before, TimeSpan After, bool Early)
{
    public Fault Fault => What.Fault;
}
