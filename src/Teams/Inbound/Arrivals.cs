using System.Text.Json;
using System.Threading.Channels;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Writes down what need not be answered at once. What is written is worked on by <see cref="ArrivalQueue"/>, here or, after a
/// crash, elsewhere.</summary>
internal sealed class Arrivals(ActivityInbox inbox, TimeProvider time)
{
    private readonly Channel<Arrival> fresh = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(10_000) { SingleReader = true });

    public ChannelReader<Arrival> Fresh => fresh.Reader;

    /// <summary>False for one that has come before. Throws what the database throws when it is away.</summary>
    public async Task<bool> WriteDownAsync(Activity activity, CancellationToken cancellationToken)
    {
        var key = Key(activity);
        if (!await inbox.AddAsync(key, JsonSerializer.Serialize(activity, Json.Relaxed), time.GetUtcNow(), cancellationToken))
            return false;
        // Full: it will be found in the inbox.
        fresh.Writer.TryWrite(new(key, activity));
        return true;
    }

    // An edited message has the id of the first one: the type belongs to the key. An activity without an id is never a repetition that we
    // could tell.
    private static string Key(Activity activity) =>
        Digest.Of($"{activity.ConversationId}\n{activity.Type}\n{activity.Id ?? Guid.NewGuid().ToString()}");
}

/// <summary>An activity in the inbox.</summary>
internal sealed record Arrival(string Key, Activity Activity);
