using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Sees to it that nothing is called of whose recipient something has changed: what a lane holds is looked at again whenever its account's
/// <see cref="ChangeFeed"/> has news, which is asked for as long as it holds anything. So an opt-out that was committed
/// <see cref="Latest"/> before a call is never passed over; usually it is <see cref="Usual"/>.
/// </summary>
internal sealed class ChangeWatch(ChangeFeed feed, RequestSource source, Queues queues)
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(200),
        Late = TimeSpan.FromSeconds(1),
        Latest = TimeSpan.FromSeconds(2);

    private Task? reading;
    private int lookedAt;

    /// <summary>What the lane holds.</summary>
    public Queues Queues => queues;

    /// <summary>Reads on now and then, and takes out whoever must no longer receive. Throws what the stores throw when they are
    /// away.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (reading is null && feed.Age > Usual)
            reading = feed.ReadAsync(null, cancellationToken);
        if (reading is { IsCompleted: true } || feed.Age > Late)
        {
            var read = reading!;
            reading = null;
            await read;
        }

        var revision = feed.Revision;
        if (revision == lookedAt)
            return;
        lookedAt = revision;
        var touched = queues.TakeOut(Touched);
        if (touched.Count == 0)
            return;
        foreach (var kept in await source.AgainAsync(touched[0].Request.Account, touched, cancellationToken))
            queues.Add(kept);
    }

    /// <summary>Whether nothing has changed of the one that is about to be called. One that waited long is asked for once more.</summary>
    public async ValueTask<bool> StandsAsync(PreparedRequest next, CancellationToken cancellationToken)
    {
        if (next.Request.Campaign is null)
            return true;
        if (feed.Age > Late)
            await feed.ReadAsync(null, cancellationToken);
        if (!Touched(next))
            return true;
        // It may have come into the queue behind the last look.
        lookedAt = -1;
        return false;
    }

    /// <summary>The same at the last moment, without asking anybody.</summary>
    public bool Stands(PreparedRequest next) => next.Request.Campaign is null || (feed.Age <= Latest && !Touched(next));

    private bool Touched(PreparedRequest prepared) =>
        prepared.Request.Campaign is not null && feed.Touches(prepared.Request.Recipients, prepared.Revision);
}
