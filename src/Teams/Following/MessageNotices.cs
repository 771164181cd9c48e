using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Tells staff that a customer wrote. What is to be told stands in the present until somebody was told, so a crash tells it late and not
/// never; each is taken by one node at a time.
/// </summary>
internal sealed class MessageNotices(Unread unread, Conversations conversations, MessageNews news, Roster roster, ProgressClock clock)
    : Worker
{
    /// <summary>Of each of an account's parts.</summary>
    private const int MostTaken = 2;

    private const int MostAtOnce = 32;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1),
        ForgetEvery = TimeSpan.FromHours(6);

    /// <summary>What came while somebody was being told.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>Well within the lease: whoever takes it then must not meet this one at work.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly SemaphoreSlim places = new(MostAtOnce);

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        DateTimeOffset? forgot = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
                if (forgot is not null && clock.Now - forgot < ForgetEvery)
                    continue;
                forgot = clock.Now;
                await ForgetAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends; what was taken is due again when its lease has run out.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            await news.Redrawing.ForgetAsync(clock.Now, cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            clock.Log.LogDebug(trouble, "Old cards are forgotten later");
        }
    }

    // Each conversation by itself: a chat that Teams throttles holds up no other. Nothing is taken that would have to wait for a place.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var account in roster.Accounts)
        {
            if (places.CurrentCount < MostAtOnce / 2)
                return;
            try
            {
                foreach (var customer in await unread.TakeAsync(account.Key, MostTaken, cancellationToken))
                    _ = TellInPlaceAsync(customer, cancellationToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                clock.Log.LogDebug(trouble, "Messages to be told of wait");
            }
        }
    }

    private async Task TellInPlaceAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(Longest, clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellationToken);
        var placed = false;
        try
        {
            await places.WaitAsync(stop.Token);
            placed = true;
            await TellAsync(key, stop.Token);
        }
        catch (Exception trouble)
        {
            // The mark's lease runs out, and it is tried again.
            if (!cancellationToken.IsCancellationRequested)
                clock.Log.LogWarning(trouble, "Somebody could not be told that a customer wrote");
        }
        finally
        {
            if (placed)
                places.Release();
        }
    }

    private async Task TellAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        if (Unread.Amended(key) is { } amended)
        {
            // Whoever was renamed since is known by another id on the cards, too. Where not all is drawn, the lease runs out and it is
            // tried again.
            var now = (await conversations.FindAsync(amended))?.Key ?? amended;
            if (await news.Redrawing.RedrawAsync(now, cancellationToken))
                await unread.ShownAsync(amended, cancellationToken);
            return;
        }

        if (await conversations.FindAsync(key) is not { Assignee: not null } customer)
            await unread.LaterAsync(key, Rest, cancellationToken);
        else if (await news.Telling.TellAsync(customer, cancellationToken) is { } later)
            await unread.LaterAsync(key, later, cancellationToken);
        else
            await unread.ToldAsync(customer, Rest, cancellationToken);
    }
}

/// <summary>What is done about what customers said: it is told, and drawn anew where it was changed.</summary>
internal sealed record MessageNews(MessageTelling Telling, CardRedrawer Redrawing);
