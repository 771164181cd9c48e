using System.Globalization;
using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Redis loses everything in the middle of a day: customers write, and a broadcast is on its way.</summary>
[Collection(nameof(SecondLane))]
public sealed class Rebuilding
{
    private const int PerSecond = 60;
    private const string Whole = "Redis holds all conversations again";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task All_is_as_before_but_for_what_was_not_written_yet(EnginePair pair)
    {
        using var data = new TempFolder();
        var settings = new Dictionary<string, string> { ["Omo__DataDir"] = data.Path };
        await using var trial = await Trial.OpenAsync(pair, 300, PerSecond, settings: settings);
        await trial.RunAsync(async () =>
        {
            using var crowd = new Crowd(trial.House);
            await trial.LimitAsync(PerSecond);
            await crowd.WriteAsync(40);
            await UntilAsync(trial, data.Path, $"select count(*) from journal where user_id in ({crowd})", 40);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(60, Soon));
            var late = crowd.Taken.Count;
            await crowd.WriteAsync(10);
            var lost = crowd.Taken.Count;
            await LoseAsync(trial, data.Path);
            await crowd.WriteUntilAsync("Redis to be whole", () => trial.Node.Output.Contains(Whole, StringComparison.Ordinal));
            await crowd.WriteAsync(10);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, Soon));
            await UntilAsync(trial, data.Path, "select count(*) from webhooks", 0);
            await trial.Node.TerminateAsync(Installation.Stop);
            await AssertThereAsync(trial, data.Path, crowd, late..lost);
        });
    }

    private static async Task LoseAsync(Trial trial, string data)
    {
        if (trial.House.Redis is { } redis)
        {
            Assert.Equal("OK", await redis.AskAsync("FLUSHALL"));
            return;
        }

        await trial.Node.KillAsync();
        Directory.Delete(Path.Combine(data, "present"), recursive: true);
        await trial.RestartAsync();
    }

    /// <param name="late">Which of the crowd may be missing.</param>
    private static async Task AssertThereAsync(Trial trial, string data, Crowd crowd, Range late)
    {
        await using var present = await Engines.ConnectAsync(trial.House.Redis?.ConnectionString ?? "", data);
        var conversations = new Conversations(present, TimeProvider.System, SuppressionWords.Default);
        var missing = await crowd.MissingAsync(conversations);
        trial.Say($"of {crowd.Taken.Count} messages {missing.Count} were not written to the journal yet");
        Assert.Empty(missing.Except(crowd.Taken[late]));
        var account = new AccountKey(ChannelId.Line, trial.House.Account.Destination);
        foreach (var user in trial.Eligible)
            Assert.Equal(trial.House.Seller.StaffId, (await conversations.FindAsync(new(account, user)))?.Assignee, ignoreCase: true);
    }

    private static Task UntilAsync(Trial trial, string data, string counts, int rows) =>
        Until.SeenAsync(
            counts,
            Soon,
            async () =>
            {
                if (trial.House.Database is not { } server)
                    return await DiskFull.RowsAsync(data, counts);
                await using var database = NpgsqlDataSource.Create(server);
                await using var command = database.CreateCommand(counts);
                return (long)(await command.ExecuteScalarAsync())!;
            },
            seen => seen == rows
        );

    /// <summary>Customers who each write once, one after another.</summary>
    private sealed class Crowd(Installation house) : IDisposable
    {
        private readonly LinePost post = new(house);
        private int posted;

        /// <summary>Whose messages were acknowledged.</summary>
        public List<int> Taken { get; } = [];

        public async Task WriteAsync(int customers)
        {
            for (var left = customers; left > 0; left--)
            {
                var (number, at) = (posted++, TimeProvider.System.GetUtcNow());
                var message = LinePost.Message(
                    LinePost.User(number),
                    number.ToString("d8", CultureInfo.InvariantCulture),
                    at,
                    $"n{number}"
                );
                if (await post.PostAsync(post.Body([message])) == 200)
                    Taken.Add(number);
            }
        }

        /// <summary>Their ids as SQL has them.</summary>
        public override string ToString() => string.Join(',', Taken.Select(number => $"'{LinePost.User(number)}'"));

        public Task WriteUntilAsync(string what, Func<bool> enough) =>
            Until.SeenAsync(
                what,
                Soon,
                async () =>
                {
                    await WriteAsync(1);
                    return enough();
                },
                seen => seen
            );

        public async Task<List<int>> MissingAsync(Conversations conversations)
        {
            var (account, missing) = (new AccountKey(ChannelId.Line, post.Destination), new List<int>());
            foreach (var number in Taken)
                if (
                    (await conversations.TranscriptAsync(new(account, LinePost.User(number)), 10)) is not [{ } one]
                    || one.Text != $"n{number}"
                )
                    missing.Add(number);
            return missing;
        }

        public void Dispose() => post.Dispose();
    }
}
