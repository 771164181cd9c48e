using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// What is left of an account's pace as the platform's allowance fills: all of it up to three quarters, then less and less, and at 95 %
/// nothing but answers to single customers, so that there is room left for them and the platform never has to refuse.
/// </summary>
public static class CatchUpEasing
{
    public const int Slow = 75,
        Stop = 95;

    /// <summary>How long nothing is sent where the platform does not say when there are calls again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private const double Least = 0.1;

    /// <summary>The share of the full pace, 0 to 1; 0 is to stop.</summary>
    public static double Share(Usage usage) =>
        usage.Percent switch
        {
            < Slow => 1,
            >= Stop => 0,
            var percent => 1 - ((1 - Least) * (percent - Slow) / (Stop - Slow)),
        };
}
