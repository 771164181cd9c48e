using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Finds in the inbox what any node left lying when it stopped.</summary>
internal sealed class ArrivalRound(ActivityInbox inbox, ArrivalQueue queue, TimeProvider time)
    : Round("Reading the inbox of activities", TimeSpan.FromSeconds(15))
{
    private const int MostFound = 100;
    private static readonly TimeSpan LeftLying = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeftAtStart = TimeSpan.FromSeconds(5);

    private TimeSpan age = LeftAtStart;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var stored in await inbox.PendingAsync(MostFound, cancellationToken))
            if (now - stored.At >= age && !queue.Holds(stored.Key) && await IsMineAsync(stored, now, cancellationToken))
                queue.Begin(new(stored.Key, JsonSerializer.Deserialize<Activity>(stored.Json)!), cancellationToken);
        // What a former life of this node left is begun at once; later on it may be in the hands of another.
        age = LeftLying;
    }

    // Of several nodes that find the same one, one takes it; if that one dies too, the next minute has another taker.
    private Task<bool> IsMineAsync(StoredActivity stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var minute = (now - stored.At).Ticks / LeftLying.Ticks;
        return inbox.FirstUseAsync(
            Digest.Id(string.Create(CultureInfo.InvariantCulture, $"{stored.Key} {minute}")),
            "",
            "take-over",
            now,
            cancellationToken
        );
    }
}
