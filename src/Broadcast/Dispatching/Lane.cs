using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Sends one account's requests of one kind: claims ahead in blocks, lets each through the gate, keeps many calls under way. Only its own
/// loop calls; others speak to it through <see cref="Nudge"/> and <see cref="Stop"/>.
/// </summary>
internal sealed partial class Lane(LanePlace place, RequestSource source, Caller caller, Gate gate, ChangeWatch watch) : IDisposable
{
    private const int First = 64,
        Smallest = 16,
        LargestBlock = 1_000,
        TroubleLimit = 20;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1),
        RedisAway = TimeSpan.FromMilliseconds(500);

    /// <summary>Claimed is what this node sends in so long; twice that lies in its queues at most, well within a lease.</summary>
    private const double BlockSeconds = 1;

    /// <summary>What is written down as begun is what this node sends in so long, and as much again while the next is being written: after
    /// a crash all of it is in doubt.</summary>
    private const double AheadSeconds = 0.05;
    private const int MostAhead = 128;

    /// <summary>Where each message is a call of its own, five of each request: what has begun must be sent within its lease at the pace of
    /// any such platform, however slow the writing.</summary>
    private const int MostAheadOneByOne = 32;

    /// <summary>A rate seen over less says little.</summary>
    private const double LeastSeen = 0.25;

    /// <summary>After so long without a call the next one opens a connection, and the first of all compiles its way: later ones would catch
    /// it up.</summary>
    private static readonly TimeSpan Cold = TimeSpan.FromSeconds(30),
        Warming = TimeSpan.FromSeconds(1);

    private readonly Queues queues = watch.Queues;
    private readonly OverdueRequests overdue = new(watch.Queues, source, place.Clock, place.Log);

    /// <summary>Where there is a retry key and a request is of many people: each is written down as begun once it has its slot. There are
    /// few of them.</summary>
    private readonly BatchBegins? begins =
        place.Kind == RequestKind.Batch && place.Limits.RetryKeyLifetime is not null ? new(source) : null;
    private readonly TimeProvider clock = place.Clock;
    private readonly ConcurrentQueue<long> stopped = new();
    private readonly ConcurrentQueue<PreparedRequest> following = new();
    private readonly bool oneByOne = place.Limits.MessagesPerRequest == 1,
        keyless = place.Limits.RetryKeyLifetime is null;
    private readonly SemaphoreSlim inFlight = new(place.MaxInFlight),
        nudge = new(0, 1);
    private Task<RequestBlock>? filling;
    private Task<IReadOnlyList<PreparedRequest>>? beginning;
    private long filledAt,
        calledAt;
    private int room = First,
        ahead = 1,
        asked,
        sent,
        trouble;
    private bool dry;
    private volatile bool nudged = true,
        held;

    public AccountKey Account => place.Account;

    private int Widest => oneByOne ? MostAheadOneByOne : MostAhead;

    /// <summary>Something is to be given back before anything else is called.</summary>
    private bool Stopping => held || !stopped.IsEmpty;

    private bool Calling => inFlight.CurrentCount < place.MaxInFlight;

    /// <summary>There may be something to send.</summary>
    public void Nudge()
    {
        nudged = true;
        Wake();
    }

    /// <summary>Give back what is claimed of a campaign.</summary>
    public void Stop(long campaign)
    {
        stopped.Enqueue(campaign);
        Nudge();
    }

    public void Dispose()
    {
        inFlight.Dispose();
        nudge.Dispose();
    }

    /// <summary>Runs until cancelled; then waits for the calls under way and gives back the rest.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var returning = overdue.RunAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(cancellationToken);
                place.Spell.Worked();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                place.Spell.Failed(e);
                await Task.Delay(RedisAway, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await returning;
        if (filling is not null)
            await CollectAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (beginning is not null)
            await CollectBegunAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await GiveBackAsync(_ => true);
        for (var i = 0; i < place.MaxInFlight; i++)
            await inFlight.WaitAsync(CancellationToken.None);
        TakeFollowing();
        await GiveBackAsync(_ => true);
    }

    private void Wake()
    {
        try
        {
            nudge.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been told already.
        }
    }

    /// <summary>What has begun goes on before anything else begins.</summary>
    private void TakeFollowing()
    {
        while (following.TryDequeue(out var next))
            queues.Go(next);
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (oneByOne)
            TakeFollowing();
        if (Stopping)
            await GiveBackStoppedAsync();
        if (filling is { IsCompleted: true })
            await CollectAsync();
        if (filling is null && (nudged || queues.Bulk < room))
        {
            // A block that came back short was all there is: ask again when told, or in a while.
            if (nudged || !dry || clock.GetElapsedTime(filledAt) >= Idle)
                Fill(cancellationToken);
        }

        // Also while nothing waits, as long as calls are on their way: they ask at their last moment.
        if (queues.Count > 0 || Calling)
            await watch.LookAsync(cancellationToken);
        if (keyless)
            await BeginAsync();
        if (queues.Next is null)
            await MoreAsync(cancellationToken);
        else
            await SendNextAsync(cancellationToken);
    }

    private async Task GiveBackStoppedAsync()
    {
        // What is being written down cannot be given back before that is done.
        if (beginning is not null)
            await CollectBegunAsync();
        while (stopped.TryDequeue(out var campaign))
            await GiveBackAsync(prepared => prepared.Request.Campaign == campaign);
        if (held)
        {
            held = false;
            await GiveBackAsync(_ => true);
        }
    }

    private async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (beginning is not null)
        {
            // It is the writing that is waited for: more at a time.
            ahead = Math.Min(ahead * 2, Widest);
            await CollectBegunAsync();
        }
        else if (filling is not null)
            await CollectAsync();
        else
            await nudge.WaitAsync(Idle, cancellationToken);
    }
}

/// <summary>Which lane, and how wide.</summary>
internal sealed record LanePlace(AccountKey Account, RequestKind Kind, ChannelLimits Limits, int MaxInFlight, TimeProvider Clock)
{
    public required ILogger Log { get; init; }

    /// <summary>Of the account: its lanes pause for the same reason.</summary>
    public required OutageLog Spell { get; init; }
}
