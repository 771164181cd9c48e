using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Survival;

/// <summary>The disk under the data folder is full for a while, and has room again.</summary>
[Collection(nameof(SecondLane))]
public sealed class DiskFull
{
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(3),
        Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_was_acknowledged_while_it_was_full_and_after_survives_kill_9()
    {
        using var disk = SmallDisk.Mount(96);
        var data = Path.Combine(disk.Path, "data");
        await using var trial = await OpenAsync(data, customers: 0);
        await trial.RunAsync(async () =>
        {
            using var post = new LinePost(trial.House);
            var taken = new List<int>();
            var posted = 0;
            async Task<int> PostAsync()
            {
                var number = posted++;
                var at = TimeProvider.System.GetUtcNow();
                var status = await post.PostAsync(
                    post.Body([
                        LinePost.Message(
                            LinePost.User(number),
                            string.Create(CultureInfo.InvariantCulture, $"{number:d8}"),
                            at,
                            $"n{number}"
                        ),
                    ])
                );
                if (status == 200)
                    taken.Add(number);
                return status;
            }

            for (var n = 0; n < 50; n++)
                Assert.Equal(200, await PostAsync());
            disk.Fill();
            var clock = Stopwatch.StartNew();
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
                while (clock.Elapsed < Full && await timer.WaitForNextTickAsync())
                    Assert.Contains(await PostAsync(), (int[])[200, 503]);
            disk.Free();

            var before = taken.Count;
            await Until.SeenAsync(
                "300 webhooks to be taken",
                Soon,
                async () => await PostAsync() == 200 ? taken.Count - before : -1,
                count => count >= 300
            );
            var said = trial.Node.Output;
            await trial.Node.KillAsync();
            await trial.RestartAsync();
            await Until.SeenAsync(
                "the inbox to be empty",
                Soon,
                () => RowsAsync(data, "select count(*) from webhooks where quarantined = 0"),
                rows => rows == 0
            );
            await trial.Node.TerminateAsync(Installation.Stop);
            Assert.Equal(0, trial.Node.ExitCode);

            trial.Say($"{posted} posted, {taken.Count} answered 200");
            Assert.Equal(0, await RowsAsync(data, "select count(*) from webhooks"));
            Assert.Empty(await MissingAsync(data, post.Destination, taken));
            Assert.Contains("has been opened anew", said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Stopped_while_it_is_full_it_ends_in_order()
    {
        using var disk = SmallDisk.Mount(96);
        await using var trial = await OpenAsync(Path.Combine(disk.Path, "data"), customers: 0);
        await trial.RunAsync(async () =>
        {
            using var post = new LinePost(trial.House);
            disk.Fill();
            for (var number = 0; number < 100; number++)
                await post.PostAsync(post.Body([LinePost.Message(LinePost.User(0), $"{number:d8}", TimeProvider.System.GetUtcNow(), "x")]));
            await trial.Node.TerminateAsync(Installation.Stop);
            Assert.Equal(0, trial.Node.ExitCode);
            Assert.DoesNotContain("Unhandled", trial.House.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task With_little_room_no_broadcast_is_taken_with_less_nothing_is_sent_and_all_of_it_ends_by_itself()
    {
        using var disk = SmallDisk.Mount(192);
        await using var trial = await OpenAsync(Path.Combine(disk.Path, "data"), customers: 300, perSecond: 20);
        await trial.RunAsync(async () =>
        {
            using var http = new HttpClient();
            Task<HealthReport> LevelAsync(string level) =>
                Until.SeenAsync(
                    "the disk to be " + level,
                    Soon,
                    () => HealthReport.AskAsync(http, trial.House.Front),
                    report => report.DiskLevel == level
                );

            var preview = await trial.House.Seller.PreviewAsync(trial.ToEachByName);
            disk.Fill(leave: 8);
            Assert.Equal(200, (await LevelAsync("low")).Status);
            var refusal = await trial.House.Seller.PressAsync(preview, "broadcast.send");
            Assert.Contains("硬碟空間", refusal.ToString(), StringComparison.Ordinal);
            Assert.Equal(0, await trial.ReachedAsync());
            disk.Free();
            await LevelAsync("ample");

            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(20, Soon));
            disk.Fill(leave: 4);
            await LevelAsync("critical");
            // What had been claimed before goes out; then nothing does.
            var reached = -1L;
            await Until.SeenAsync(
                "sending to stand still",
                Soon,
                async () =>
                {
                    var before = reached;
                    reached = await trial.ReachedAsync();
                    await trial.ReachedAsync(reached + 1, TimeSpan.FromSeconds(2));
                    return before == reached;
                },
                still => still
            );
            Assert.InRange(await trial.ReachedAsync(), 20, trial.Everybody - 50);
            disk.Free();
            Assert.Equal(trial.Everybody, (await trial.House.Seller.FinalAsync(card, Soon * 2)).Accepted);
        });
    }

    private static Task<Trial> OpenAsync(string data, int customers, int? perSecond = null) =>
        Trial.OpenAsync(EnginePair.Embedded, customers, perSecond, settings: new Dictionary<string, string> { ["Omo__DataDir"] = data });

    internal static async Task<long> RowsAsync(string data, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "promises.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<int>> MissingAsync(string data, string account, IEnumerable<int> numbers)
    {
        await using var redis = await Engines.ConnectAsync("", data);
        var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
        var missing = new List<int>();
        foreach (var number in numbers)
        {
            var said = await conversations.TranscriptAsync(new CustomerKey(new(ChannelId.Line, account), LinePost.User(number)), 10);
            if (said.Count != 1 || said[0].Text != $"n{number}")
                missing.Add(number);
        }

        return missing;
    }
}
