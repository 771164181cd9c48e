using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Acts;

/// <summary>
/// Whatever staff do that changes something goes through here, whichever face they look at: it is written into the audit log before it
/// begins, and an act with a one-time id takes effect once, asked for twice, on two devices, or again by whatever carries the request.
/// </summary>
/// <typeparam name="TResult">What a face shows of an act.</typeparam>
public sealed partial class OncePerAct<TResult>(AuditLog audit, TimeProvider time, ILogger<OncePerAct<TResult>> log)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TResult>>> underWay = new(StringComparer.Ordinal);

    /// <summary>Whoever asks while the same act is under way here is shown what the first is shown; later, or at another node, the
    /// present state.</summary>
    public Task<TResult> OnceAsync(StaffAct<TResult> act, Func<Task<TResult>> run, Func<Task<TResult>> present)
    {
        // Without an id nobody can tell whether it was done before.
        if (act.Once is not { } once)
            return present();
        var mine = new Lazy<Task<TResult>>(() => RunAsync(Key(act.Who, act.Verb, once), act, run, present));
        return underWay.GetOrAdd(Key(act.Who, act.Verb, once), mine).Value;
    }

    /// <summary>A change that its own version keeps from being made twice.</summary>
    public async Task<TResult> NotedAsync(StaffAct<TResult> act, Func<Task<TResult>> run) =>
        await EndedAsync(await BeginAsync(null, act), act, run);

    /// <summary>Something typed. After a crash it is worked on again, under the same id, by whoever finds it: that is the same
    /// line.</summary>
    public async Task<TResult> TypedAsync(StaffAct<TResult> act, Guid id, Func<Task<TResult>> run) =>
        await EndedAsync(await BeginAsync(Digest($"typed {id}"), act), act, run);

    private async Task<TResult> RunAsync(string key, StaffAct<TResult> act, Func<Task<TResult>> run, Func<Task<TResult>> present)
    {
        await Task.Yield();
        try
        {
            return await BeginAsync(key, act) is { } line ? await EndedAsync(line, act, run) : await present();
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private Task<long?> BeginAsync(string? key, StaffAct<TResult> act) =>
        audit.BeginAsync(key, act.Who.Id, act.Verb, act.Target, time.GetUtcNow(), CancellationToken.None);

    private async Task<TResult> EndedAsync(long? line, StaffAct<TResult> act, Func<Task<TResult>> run)
    {
        var outcome = AuditOutcome.Failed;
        try
        {
            var result = await run();
            outcome = act.OutcomeOf(result);
            return result;
        }
        finally
        {
            if (line is { } id)
                await EndAsync(id, outcome);
        }
    }

    // What was done is done: a line that stays begun is better than an answer that seems to say no.
    private async Task EndAsync(long line, AuditOutcome outcome)
    {
        try
        {
            await audit.EndAsync(line, outcome);
        }
        catch (Exception trouble)
        {
            LogNotWritten(trouble);
        }
    }

    // A person's own: nobody uses up another's.
    private static string Key(StaffMember who, string verb, string once) => Digest($"{who.Id.ToLowerInvariant()}\n{verb}\n{once}");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [LoggerMessage(LogLevel.Warning, "What came of an act could not be written down")]
    private partial void LogNotWritten(Exception trouble);
}
