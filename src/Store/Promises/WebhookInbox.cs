using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

/// <summary>Where verified webhook calls wait while the present is away, in the order of their arrival.</summary>
public sealed class WebhookInbox(Database database)
{
    /// <summary>On the disk when this returns. After a lost answer of the database it may be there twice, which applying it bears.</summary>
    /// <param name="headers">Only those that reading it again needs.</param>
    public Task AddAsync(
        ChannelId channel, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset at, CancellationToken cancellation) =>
        database.ExecuteAsync("insert into webhooks (channel, headers, body, at) values (@channel, @headers, @body, @at)", cancellation,
            ("channel", channel.Value), ("headers", PromiseJson.Write(headers)), ("body", body.ToArray()), ("at", at));

    /// <summary>The first that wait, without those set aside.</summary>
    public async Task<IReadOnlyList<StoredWebhook>> NextAsync(int most, CancellationToken cancellation) =>
        await database.QueryAsync("select id, channel, headers, body, at, attempts from webhooks where quarantined = 0 order by id limit @most",
            row => new StoredWebhook(row.GetInt64(0), new(row.GetString(1)), PromiseJson.Read<Dictionary<string, string>>(row.GetString(2)),
                row.GetFieldValue<byte[]>(3), row.Time(4), row.GetInt32(5)), cancellation, ("most", most));

    public Task RemoveAsync(long id, CancellationToken cancellation) =>
        database.ExecuteAsync("delete from webhooks where id = @id", cancellation, ("id", id));

    /// <summary>Counts a failure to apply it, across restarts; returns how many there have been.</summary>
    public async Task<int> FailedAsync(long id, string reason, CancellationToken cancellation)
    {
        var attempts = await database.WriteAsync(writing => writing.QueryAsync(
            "update webhooks set attempts = attempts + 1, reason = @reason where id = @id returning attempts", row => row.GetInt32(0),
            ("id", id), ("reason", StoredText.Clean(reason, StoredText.LongestWords))), cancellation);
        return attempts.SingleOrDefault();
    }

    /// <summary>Sets it aside, kept and never again given by <see cref="NextAsync"/>: what cannot be applied must not hold up what follows.</summary>
    public Task QuarantineAsync(long id, string reason, CancellationToken cancellation) =>
        database.ExecuteAsync("update webhooks set quarantined = 1, reason = @reason where id = @id", cancellation,
            ("id", id), ("reason", StoredText.Clean(reason, StoredText.LongestWords)));

    /// <summary>How many wait.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        var count = await database.QueryAsync("select count(*) from webhooks where quarantined = 0", row => row.GetInt64(0), cancellation);
        return count[0];
    }
}
