using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What answers at this moment.</summary>
internal sealed class Readiness(Present present, Database database, Ledger ledger, Timetable clock, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<Report> LookAsync(CancellationToken cancellation)
    {
        var redis = AwakeAsync(present.IsAwakeAsync(cancellation));
        var sql = AwakeAsync(database.IsAwakeAsync(cancellation));
        List<string> away = [];
        if (!await redis) away.Add("redis");
        if (!await sql) away.Add("database");
        if (!clock.IsAwake) away.Add("clock");
        return new(away.Count == 0 ? "ready" : "not ready", away, away.Contains("database") ? [] : await HoldsAsync(cancellation));
    }

    private async Task<IReadOnlyList<HeldAccount>> HoldsAsync(CancellationToken cancellation)
    {
        try
        {
            var holds = await ledger.HoldsAsync(cancellation).WaitAsync(Patience, time, cancellation);
            return [.. holds.Select(hold => new HeldAccount(hold.Account.ToString(), hold.Reason.ToString(), hold.Until))];
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task<bool> AwakeAsync(Task<bool> question)
    {
        try
        {
            return await question.WaitAsync(Patience, time);
        }
#pragma warning disable CA1031 // However it fails, it is not awake.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}

/// <param name="Away">Of redis, database and clock those that do not answer.</param>
/// <param name="Holds">Accounts that may not send for now; the service is ready all the same.</param>
internal sealed record Report(string Status, IReadOnlyList<string> Away, IReadOnlyList<HeldAccount> Holds);

internal sealed record HeldAccount(string Account, string Reason, DateTimeOffset Until);
