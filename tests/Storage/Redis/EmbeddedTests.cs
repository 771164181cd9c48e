using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed class EmbeddedTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    [Long]
    public async Task What_was_acknowledged_is_there_after_kill_9_and_what_is_there_by_half_is_completed_by_its_repetition()
    {
        using var folder = new TempFolder();
        var acknowledged = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            acknowledged.AddRange(await RunAndKillAsync(folder.Path, round * 1_000_000, 400 + (round * 333)));
            await using var redis = await Engines.ConnectAsync("", folder.Path);
            var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
            var texts = await TextsAsync(conversations);
            Assert.Empty(acknowledged.Except(texts));
            await RepeatAsync(conversations, acknowledged, texts);

            var repeated = await TextsAsync(conversations);
            Assert.Equal(repeated.Distinct(), repeated);
            Assert.Empty(acknowledged.Except(repeated));
            var waiting = await conversations.PendingAsync(EmbeddedChild.Account, 1000, None);
            Assert.Equal(
                repeated.Select(number => $"U{number % 500}").Distinct().Order(StringComparer.Ordinal),
                waiting.Select(customer => customer.Key.UserId).Order(StringComparer.Ordinal)
            );

            // The next start begins from a checkpoint and what came after it.
            if (round == 0)
                await redis.CheckpointAsync();
        }
    }

    /// <summary>Those under way when it died: an event that is remembered has also been applied, and one cut in the middle is
    /// completed.</summary>
    private static async Task RepeatAsync(Conversations conversations, List<int> acknowledged, List<int> texts)
    {
        var day = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var last = acknowledged[^1];
        foreach (var number in Enumerable.Range(last - 20, 60))
        {
            var fresh = (await conversations.ApplyAsync([EmbeddedChild.Event(number, day)], false, None))[0].Fresh;
            if (fresh)
                acknowledged.Add(number);
            else
                Assert.Contains(number, texts);
        }
    }

    [Fact]
    public async Task Nobody_else_gets_in()
    {
        var configuration = ConfigurationOptions.Parse(engines[Engine.Embedded].Configuration);
        var port = ((IPEndPoint)configuration.EndPoints[0]).Port;
        Assert.Equal(
            [IPAddress.Loopback],
            IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpListeners()
                .Where(listener => listener.Port == port)
                .Select(listener => listener.Address)
        );

        await Assert.ThrowsAnyAsync<RedisConnectionException>(() =>
            ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},connectTimeout=1000,connectRetry=1")
        );
        await Assert.ThrowsAnyAsync<RedisConnectionException>(() =>
            ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},password=guess,connectTimeout=1000,connectRetry=1")
        );
    }

    [Fact]
    public async Task A_log_that_failed_is_away_until_there_is_room_and_what_was_acknowledged_is_there()
    {
        using var disk = SmallDisk.Mount(32);
        var heard = new Acknowledged(Engines.Account());
        await using (var redis = await Engines.ConnectAsync("", disk.Path))
        {
            var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
            for (var round = 0; round < 3; round++)
            {
                for (var n = 0; n < 20; n++)
                    Assert.True(await heard.TryAsync(conversations, $"{round}-{n}"));
                disk.Fill();
                await FailsAsync(heard, conversations, round);
                Assert.False(redis.IsConnected);
                Assert.Equal(FaultReason.LogFailed, await redis.LookAsync(None));
                disk.Free();
                await OpenedAnewAsync(heard, conversations, round);
                Assert.Null(await redis.LookAsync(None));
            }

            await heard.AssertThereAsync(conversations);
        }

        // And for whoever opens the files afterwards.
        await using var again = await Engines.ConnectAsync("", disk.Path);
        await heard.AssertThereAsync(new Conversations(again, TimeProvider.System, SuppressionWords.Default));
    }

    private static async Task FailsAsync(Acknowledged heard, Conversations conversations, int round)
    {
        var failed = 0;
        for (var n = 0; n < 300 && failed < 3; n++)
            failed += await heard.TryAsync(conversations, $"full{round}-{n}") ? 0 : 1;
        Assert.Equal(3, failed);
    }

    private static Task OpenedAnewAsync(Acknowledged heard, Conversations conversations, int round) =>
        Until.SeenAsync(
            "it to be opened anew",
            TimeSpan.FromSeconds(15),
            () => heard.TryAsync(conversations, $"after{round}"),
            taken => taken
        );

    /// <summary>Messages to an account, each of a customer of its own, and those of them that were acknowledged.</summary>
    private sealed class Acknowledged(AccountKey account)
    {
        private readonly List<string> acknowledged = [];
        private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

        public async Task<bool> TryAsync(Conversations conversations, string id)
        {
            try
            {
                await conversations.ApplyAsync([Told.Message(new(account, "U" + id), id, now, id)], false, None);
                acknowledged.Add(id);
                return true;
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                return false;
            }
        }

        public async Task AssertThereAsync(Conversations seen)
        {
            foreach (var id in acknowledged)
                Assert.Equal(id, Assert.Single(await seen.TranscriptAsync(new CustomerKey(account, "U" + id), 10)).Text);
        }
    }

    [Fact]
    public async Task Checkpoints_under_load_lose_nothing()
    {
        using var folder = new TempFolder();
        var account = Engines.Account();
        int applied;
        await using (var redis = await Engines.ConnectAsync("", folder.Path))
        {
            using var load = new CancellationTokenSource();
            var written = WriteAsync(redis, account, load.Token);
            for (var checkpoint = 0; checkpoint < 15; checkpoint++)
                await redis.CheckpointAsync();
            await load.CancelAsync();
            applied = await written;
        }

        await using var again = await Engines.ConnectAsync("", folder.Path);
        var after = new Conversations(again, TimeProvider.System, SuppressionWords.Default);
        for (var user = 0; user < 50; user++)
        {
            var all = Enumerable.Range(1, applied).Where(number => number % 50 == user).TakeLast(Conversations.TranscriptLength);
            Assert.Equal(
                all,
                (await after.TranscriptAsync(new(account, $"U{user}"), 200)).Select(entry =>
                    int.Parse(entry.Text!.Split(' ')[0], CultureInfo.InvariantCulture)
                )
            );
        }
    }

    /// <summary>Few customers, so that every checkpoint meets records in the middle of a change.</summary>
    /// <returns>How many messages they wrote.</returns>
    private static async Task<int> WriteAsync(RedisConnection redis, AccountKey account, CancellationToken end)
    {
        var (conversations, now) = (
            new Conversations(redis, TimeProvider.System, SuppressionWords.Default),
            TimeProvider.System.GetUtcNow()
        );
        var (words, applied) = (new string('x', 2000), 0);
        var writers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!end.IsCancellationRequested)
                    {
                        var number = Interlocked.Increment(ref applied);
                        var customer = new CustomerKey(account, $"U{number % 50}");
                        await conversations.ApplyAsync(
                            [Told.Message(customer, $"e{number}", now.AddMilliseconds(number), $"{number} {words}")],
                            false,
                            None
                        );
                    }
                })
            );
        await Task.WhenAll(writers);
        return applied;
    }

    private static async Task<List<int>> TextsAsync(Conversations conversations)
    {
        var texts = new List<int>();
        foreach (var user in Enumerable.Range(0, 500))
        foreach (var entry in await conversations.TranscriptAsync(new CustomerKey(EmbeddedChild.Account, $"U{user}"), 200))
            texts.Add(int.Parse(entry.Text!, CultureInfo.InvariantCulture));
        return texts;
    }

    private static async Task<List<int>> RunAndKillAsync(string folder, int first, int atLeast)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(EmbeddedTests).Assembly.Location);
        foreach (
            var argument in (string[])
                ["-method", $"{typeof(EmbeddedChild).FullName}.{nameof(EmbeddedChild.Apply_until_killed)}", "-explicit", "only"]
        )
            start.ArgumentList.Add(argument);
        start.Environment[EmbeddedChild.Folder] = folder;
        start.Environment[EmbeddedChild.First] = first.ToString(CultureInfo.InvariantCulture);
        using var child = Process.Start(start)!;
        var acknowledged = new List<int>();
        try
        {
            while (acknowledged.Count < atLeast)
            {
                var line = await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child ended by itself");
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    acknowledged.Add(number);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }

        return acknowledged;
    }
}
