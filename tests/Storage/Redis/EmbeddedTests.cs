using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed class EmbeddedTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_kill_9_and_what_is_there_by_half_is_completed_by_its_repetition()
    {
        var folder = Directory.CreateTempSubdirectory("omo-embedded-").FullName;
        var acknowledged = new List<int>();
        var day = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        try
        {
            for (var round = 0; round < 3; round++)
            {
                acknowledged.AddRange(await RunAndKillAsync(folder, round * 1_000_000, 400 + (round * 333)));
                await using var redis = await Engines.ConnectAsync("", folder);
                var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
                var texts = await TextsAsync(conversations);
                Assert.Empty(acknowledged.Except(texts));

                // Of those under way when it died: an event that is remembered has also been applied, and one cut in the middle is
                // completed.
                var last = acknowledged[^1];
                foreach (var number in Enumerable.Range(last - 20, 60))
                {
                    var fresh = (await conversations.ApplyAsync([EmbeddedChild.Event(number, day)], false, None))[0].Fresh;
                    if (fresh)
                        acknowledged.Add(number);
                    else
                        Assert.Contains(number, texts);
                }

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
        finally
        {
            Directory.Delete(folder, recursive: true);
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
        var account = Engines.Account();
        var now = TimeProvider.System.GetUtcNow();
        var acknowledged = new List<string>();
        await using (var redis = await Engines.ConnectAsync("", disk.Path))
        {
            var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
            for (var round = 0; round < 3; round++)
            {
                for (var n = 0; n < 20; n++)
                    Assert.True(await TryAsync(conversations, $"{round}-{n}"));
                disk.Fill();
                var failed = 0;
                for (var n = 0; n < 300 && failed < 3; n++)
                    failed += await TryAsync(conversations, $"full{round}-{n}") ? 0 : 1;
                Assert.Equal(3, failed);
                Assert.False(redis.IsConnected);
                Assert.Equal(FaultReason.LogFailed, await redis.LookAsync(None));
                disk.Free();
                await Until.SeenAsync(
                    "it to be opened anew",
                    TimeSpan.FromSeconds(15),
                    () => TryAsync(conversations, $"after{round}"),
                    taken => taken
                );
                Assert.Null(await redis.LookAsync(None));
            }

            await AssertThereAsync(conversations);
        }

        // And for whoever opens the files afterwards.
        await using var again = await Engines.ConnectAsync("", disk.Path);
        await AssertThereAsync(new Conversations(again, TimeProvider.System, SuppressionWords.Default));

        async Task<bool> TryAsync(Conversations conversations, string id)
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

        async Task AssertThereAsync(Conversations seen)
        {
            foreach (var id in acknowledged)
                Assert.Equal(id, Assert.Single(await seen.TranscriptAsync(new CustomerKey(account, "U" + id), 10)).Text);
        }
    }

    [Fact]
    public async Task Checkpoints_under_load_lose_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("omo-embedded-").FullName;
        var now = TimeProvider.System.GetUtcNow();
        var account = Engines.Account();
        var words = new string('x', 2000);
        var applied = 0;
        try
        {
            await using (var redis = await Engines.ConnectAsync("", folder))
            {
                var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
                var writing = true;
                var writers = Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            // Few customers, so that every checkpoint meets records in the middle of a change.
                            while (Volatile.Read(ref writing))
                            {
                                var number = Interlocked.Increment(ref applied);
                                await conversations.ApplyAsync(
                                    [
                                        Told.Message(
                                            new(account, $"U{number % 50}"),
                                            $"e{number}",
                                            now.AddMilliseconds(number),
                                            $"{number} {words}"
                                        ),
                                    ],
                                    false,
                                    None
                                );
                            }
                        })
                    )
                    .ToArray();
                for (var checkpoint = 0; checkpoint < 15; checkpoint++)
                    await redis.CheckpointAsync();
                Volatile.Write(ref writing, false);
                await Task.WhenAll(writers);
            }

            await using var again = await Engines.ConnectAsync("", folder);
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
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
