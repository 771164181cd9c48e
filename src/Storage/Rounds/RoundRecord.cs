using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Outages;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>How one round or job fares. Says once that it fails and once that it goes on; everything else is in
/// <see cref="RoundMetrics"/>.</summary>
public sealed class RoundRecord(string name, OutageLog outage, TimeProvider time)
{
    private volatile RoundFault? fault;

    /// <summary>Null while it is well.</summary>
    public RoundFault? Fault => fault;

    /// <summary>Does it once. Throws nothing but for cancellation.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            await look(cancellationToken);
            fault = null;
            outage.Worked();
            RoundMetrics.Succeeded(name);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            // What was given up after some time is what did not answer in time.
            var cause = wrong is OperationCanceledException ? new TimeoutException(wrong.Message, wrong) : wrong;
            fault = new(name, ReasonOf(cause), fault?.Since ?? time.GetUtcNow());
            outage.Failed(cause);
            RoundMetrics.Failed(name);
        }
        finally
        {
            RoundMetrics.Took(name, TimeProvider.System.GetElapsedTime(begun));
        }
    }

    private static string ReasonOf(Exception wrong) =>
        Outage.Is(wrong) ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Faults.Of(wrong).ToString()) : wrong.GetType().Name;
}

/// <summary>A round or job that fails.</summary>
/// <param name="Reason">Why an engine is away, or what kind of exception it was. Holds no secret.</param>
/// <param name="Since">When it first failed without having succeeded since.</param>
public sealed record RoundFault(string Round, string Reason, DateTimeOffset Since);
