using System.Globalization;
using OmoBroadcast.Bench.Roles;

namespace OmoBroadcast.Bench.Scene;

/// <summary>The measuring side of the platform that takes everything.</summary>
internal sealed class StubServer(Hired process, int port)
{
    public int Id => process.Id;

    public Uri Address { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>Forgets what came, and ticks off customers from 0 to <paramref name="people"/> from now on.</summary>
    public Task ResetAsync(int people, CancellationToken cancellationToken) => process.AskAsync("reset", new { people }, cancellationToken);

    /// <summary>Waits until so many different people were sent to. Throws when they are not in time.</summary>
    public Task<StubCount> WaitAsync(long people, TimeSpan within, CancellationToken cancellationToken) =>
        process.AskAsync<StubCount>("wait", new { people, seconds = within.TotalSeconds }, cancellationToken);

    public Task<StubCount> CountAsync(CancellationToken cancellationToken) => process.AskAsync<StubCount>("count", null, cancellationToken);

    /// <summary>Writes a line for everybody who was sent to: number and our name for the message.</summary>
    public Task TellAsync(string file, CancellationToken cancellationToken) => process.AskAsync("told", new { file }, cancellationToken);

    /// <summary>When the customers from <paramref name="first"/> on were sent to last, in ticks of the processor's clock; 0:
    /// never.</summary>
    public Task<long[]> ArrivalsAsync(int first, CancellationToken cancellationToken) =>
        process.AskAsync<long[]>("arrivals", new { first }, cancellationToken);

    /// <summary>Throws unless each of <paramref name="people"/> was sent to, and none under two keys.</summary>
    public async Task<StubCount> EachOnceAsync(int people, CancellationToken cancellationToken)
    {
        var count = await CountAsync(cancellationToken);
        return count.People == people && count.Recipients - count.Repeated == people && count.Doubled == 0
            ? count
            : throw new InvalidOperationException($"{people} should have been sent to once each, but: {count}");
    }
}
