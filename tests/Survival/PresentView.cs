using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A look at a running installation's engines from beside it: what is written there, and nothing of how it came to be.</summary>
internal sealed class PresentView : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Installation house;
    private readonly RedisConnection redis;

    private PresentView(Installation house, RedisConnection redis) => (this.house, this.redis) = (house, redis);

    public AccountKey Account => new(ChannelId.Line, house.Account.Destination);

    public AccountKey AccountOn(string channel) =>
        channel == "line" ? Account : new(new ChannelId(channel), house.Metas.Single(account => account.Channel == channel).Id);

    public Conversations Conversations => new(redis, TimeProvider.System, SuppressionWords.Default);

    public static async Task<PresentView> OpenAsync(Installation house)
    {
        var redis = new RedisConnection(new StorageOptions { Redis = house.Redis!.ConnectionString }, NullLogger<RedisConnection>.Instance);
        await redis.StartAsync(CancellationToken.None);
        return new PresentView(house, redis);
    }

    /// <summary>Everything about these customers' conversations and opt-outs, in a form that two moments can be compared by.</summary>
    public async Task<string> PictureAsync(IEnumerable<CustomerKey> customers)
    {
        var lines = new List<string>();
        foreach (var key in customers.OrderBy(key => key.ToString(), StringComparer.Ordinal))
        {
            // The name is fetched from the platform in its own time.
            var customer = await Conversations.FindAsync(key) is { } found ? found with { Name = null } : null;
            var transcript = await Conversations.TranscriptAsync(key, Conversations.TranscriptLength);
            lines.Add($"{key} {JsonSerializer.Serialize(customer)} {JsonSerializer.Serialize(transcript)}");
        }
        return string.Join('\n', lines.Concat(await RowsAsync("select * from suppressions order by 1, 2, 3")));
    }

    /// <summary>Keys in Redis, but for the one that is written now and then to see whether it takes anything, and where the journal
    /// stands.</summary>
    public async Task<long> KeysAsync() =>
        await CountAsync("*") - await CountAsync(Keys.Probe(0)!) - await CountAsync("*}li[fs]*") - await CountAsync("*}journal");

    /// <summary>Empties Redis, and the journal that it would be put together from. Ends when the service knows it empty.</summary>
    public async Task LoseAsync()
    {
        await Until.SeenAsync("the journal", Patience, () => CountAsync("*}journal"), waiting => waiting == 0);
        var lives = await CountAsync("*}life");
        await RowsAsync("delete from journal");
        Assert.Equal("OK", await house.Redis!.AskAsync("FLUSHALL"));
        await Until.SeenAsync("an empty Redis", Patience, () => CountAsync("*}life"), count => count == lives);
    }

    private async Task<long> CountAsync(string pattern) =>
        long.Parse(await house.Redis!.AskAsync($"EVAL \"return #redis.call('KEYS','{pattern}')\" 0"), CultureInfo.InvariantCulture);

    /// <summary>Rows of a query, each as one line.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string query)
    {
        await using var connection = new NpgsqlConnection(house.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(
                string.Join(
                    ' ',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))
                )
            );
        return rows;
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();
}
