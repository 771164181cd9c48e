using System.Globalization;
using OmoBroadcast.Bench.Roles;

namespace OmoBroadcast.Bench.Scene;

/// <summary>The measuring side of the <see cref="Stub"/>.</summary>
internal sealed class StubServer(Hired process, int port)
{
    public int Id => process.Id;

    public Uri Address { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>Forgets what came, and ticks off customers from 0 to <paramref name="people"/> from now on.</summary>
    public Task ResetAsync(int people, CancellationToken ct) => process.AskAsync("reset", new { people }, ct);

    /// <summary>Waits for so many recipients. Throws when they do not come.</summary>
    public Task<StubCount> WaitAsync(long recipients, TimeSpan within, CancellationToken ct) =>
        process.AskAsync<StubCount>("wait", new { recipients, seconds = within.TotalSeconds }, ct);

    public Task<StubCount> CountAsync(CancellationToken ct) => process.AskAsync<StubCount>("count", null, ct);

    /// <summary>Throws unless each of <paramref name="people"/> was sent to exactly once.</summary>
    public async Task<StubCount> EachOnceAsync(int people, CancellationToken ct)
    {
        var count = await CountAsync(ct);
        return count.People == people && count.Recipients == people && count.Doubled == 0
            ? count : throw new InvalidOperationException($"{people} should have been sent to once each, but: {count}");
    }
}
