using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Tells staff that a customer wrote. What is to be told stands in the present until somebody was told, so a crash tells it late and not
/// never; each is taken by one node at a time.
/// </summary>
internal sealed partial class MessageRound(UnreadDesk unread, MessageNews news, Roster roster, TimeProvider time, ILogger<MessageRound> log)
    : Round("Telling staff that customers wrote", TimeSpan.FromSeconds(1)),
        IDisposable
{
    /// <summary>Of each of an account's parts.</summary>
    private const int MostTaken = 2;

    private const int MostAtOnce = 32,
        MostTries = 3;

    /// <summary>What came while somebody was being told.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(3);

    /// <summary>For room in a chat that is busy: others are told from this place, too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Well within the lease: whoever takes it then must not meet this one at work.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly SemaphoreSlim places = new(MostAtOnce);

    public void Dispose() => places.Dispose();

    // Each conversation by itself: a chat that Teams throttles holds up no other. Nothing is taken that would have to wait for a place.
    public override Task LookAsync(CancellationToken cancellationToken) =>
        EachAsync(
            roster.Accounts,
            async account =>
            {
                if (places.CurrentCount < MostAtOnce / 2)
                    return;
                foreach (var customer in await unread.TakeAsync(account.Key, MostTaken, cancellationToken))
                    _ = TellInPlaceAsync(customer, cancellationToken);
            },
            cancellationToken
        );

    private async Task TellInPlaceAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(Longest, time);
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
                LogNotTold(trouble);
        }
        finally
        {
            if (placed)
                places.Release();
        }
    }

    private async Task TellAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        if (UnreadDesk.Doubtful(key) is { } doubtful)
        {
            var known = await unread.FindAsync(doubtful);
            await unread.RetellAsync(
                doubtful,
                known is not null && !await news.Telling.IsToldAsync(known, cancellationToken),
                cancellationToken
            );
            return;
        }

        if (UnreadDesk.Amended(key) is { } amended)
        {
            await (amended.Missed ? MissedAsync(amended, cancellationToken) : RedrawAsync(amended, cancellationToken));
            return;
        }

        if (await unread.FindAsync(key) is not { Assignee: not null } customer)
            await unread.LaterAsync(key, Lull, cancellationToken);
        else if (await news.Telling.TellAsync(customer, cancellationToken) is { } later)
            await unread.LaterAsync(key, later, cancellationToken);
        else
            await unread.ToldAsync(customer, Lull, cancellationToken);
    }

    // Whoever was renamed since is known by another id on the cards, too. Where not all is drawn or told, the lease runs out and it is
    // tried again.
    private async Task RedrawAsync(Amendment amended, CancellationToken cancellationToken)
    {
        var now = await unread.FindAsync(amended.Customer);
        var drawn = await news.Redrawing.RedrawAsync(
            now?.Key ?? amended.Customer,
            amended.TakenBack ? null : now?.Assignee ?? "",
            cancellationToken
        );
        if (!drawn.Left || now is not { Assignee: not null })
            await EndAsync(amended, drawn.Whole, cancellationToken);
        else if (!await unread.IsOffDutyAsync(now, cancellationToken))
            await EndAsync(amended, await ToldAsync(now, cancellationToken) && drawn.Whole, cancellationToken);
        else if (drawn.Whole)
            await unread.PutOffAsync(amended, LiveCards.Later, cancellationToken);
    }

    // Whoever was off duty when it was edited may be back; who took the conversation over meanwhile has seen it as it is.
    private async Task MissedAsync(Amendment amended, CancellationToken cancellationToken)
    {
        var now = await unread.FindAsync(amended.Customer);
        if (now is not { Assignee: { } assignee } || !await news.Redrawing.IsLeftAsync(now.Key, assignee, cancellationToken))
            await EndAsync(amended, true, cancellationToken);
        else if (await unread.IsOffDutyAsync(now, cancellationToken))
            await unread.PutOffAsync(amended, LiveCards.Later, cancellationToken);
        else
            await EndAsync(amended, await ToldAsync(now, cancellationToken), cancellationToken);
    }

    private Task EndAsync(Amendment amended, bool done, CancellationToken cancellationToken) =>
        done ? unread.RedrawnAsync(amended, cancellationToken) : Task.CompletedTask;

    // The card that tells of it may just have been changed, or something else be on its way into the chat.
    private async Task<bool> ToldAsync(Customer customer, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await news.Telling.EditedAsync(customer, cancellationToken) is not { } later)
                return true;
            if (later > Patience)
                return false;
            await Task.Delay(later, time, cancellationToken);
        }
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "Somebody could not be told that a customer wrote")]
    private partial void LogNotTold(Exception trouble);
}

/// <summary>What is done about what customers said: it is told, and drawn anew where it was changed.</summary>
internal sealed record MessageNews(MessageTelling Telling, CardRedrawer Redrawing);
