using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Present;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Tells staff that a customer wrote. What is to be told stands in the present until somebody was told, so a crash tells it late and not never; each is taken by one
/// node at a time.
/// </summary>
internal sealed class MessageNotices(Unread unread, Conversations conversations, MessageTelling telling, Roster roster, ProgressClock clock) : BackgroundService
{
    private const int MostAtOnce = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time between two changes of one conversation's card.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>When nobody could be told.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process ends; what was taken is due again when its lease has run out.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        foreach (var account in roster.Accounts)
        {
            try
            {
                foreach (var some in (await unread.TakeAsync(account.Key, MostAtOnce, ct)).Chunk(MostAtOnce))
                    await Task.WhenAll(some.Select(customer => TellAsync(customer, ct)));
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                clock.Log.LogDebug(trouble, "Messages to be told of wait");
            }
        }
    }

    private async Task TellAsync(CustomerKey key, CancellationToken ct)
    {
        try
        {
            if (await conversations.FindAsync(key) is { Assignee: not null } customer && await telling.TellAsync(customer, ct)) await unread.ToldAsync(customer, Rest, ct);
            else await unread.LaterAsync(key, Later, ct);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // The mark's lease runs out, and it is tried again.
            clock.Log.LogWarning(trouble, "Somebody could not be told that a customer wrote");
        }
    }
}
