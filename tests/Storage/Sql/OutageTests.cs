using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>The database away, killed, slow to answer, or shared by too many.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task A_lost_answer_to_a_commit_changes_nothing_that_is_seen()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await using var line = new LossyLine((await PostgresServer.SharedAsync()).Port);
        await using var far = await ledger.ThroughAsync(line.Port);
        // The account's number is looked up once, and is not what is tried here.
        await far.Holds.HoldAsync(Given.Line, HoldReason.Quota, Given.Now, "", default);
        var campaign = await LaunchedAsync(far, line);
        await SettledAsync(far, line);
        await SkippedAndSplitAsync(far, line);
        Assert.True(await line.LosingAsync(() => far.Replies.AddReplyAsync(Given.Reply(), null, default)));
        var inbox = new ActivityInbox(far.Database);
        Assert.True(await line.LosingAsync(() => inbox.FirstUseAsync(Guid.NewGuid(), "mei", "send", Given.Now, default)));
        Assert.True(await line.LosingAsync(() => inbox.AddAsync("key", "{}", Given.Now, default)));
        Assert.True(await line.LosingAsync(() => far.Campaigns.PauseAsync(campaign, 3, default)));

        Assert.Equal(
            new Tally
            {
                Waiting = 12,
                Accepted = 6,
                Skipped = 2,
            },
            await ledger.Deliveries.TallyAsync(campaign, default)
        );
    }

    /// <summary>Ten singles and a batch of ten, each step's answer lost.</summary>
    private static async Task<long> LaunchedAsync(LedgerFixture far, LossyLine line)
    {
        var draft = await far.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        Assert.True(await line.LosingAsync(() => far.Campaigns.EditAsync(draft.Id, 1, Audience.All, Given.Words, default)));
        var promise = new Promise(Given.Now, Given.Now.AddHours(1), 5);
        Assert.True(await line.LosingAsync(() => far.Campaigns.ScheduleAsync(draft.Id, 2, promise, default)));
        var lease = await line.LosingAsync(() => far.Launches.BeginLaunchAsync(draft.Id, "node", Given.Lease, Given.Now, default));
        Assert.Equal(1, lease?.Epoch);
        Assert.True(await line.LosingAsync(() => far.Launches.AppendAsync(lease!, Given.Singles(0, 10, null), default)));
        Assert.True(await line.LosingAsync(() => far.Launches.AppendAsync(lease!, Given.Batch(10, 10, null), default)));
        Assert.True(await line.LosingAsync(() => far.Launches.FinishLaunchAsync(lease!, default)));
        return draft.Id;
    }

    /// <summary>Six of the singles.</summary>
    private static async Task SettledAsync(LedgerFixture far, LossyLine line)
    {
        var singles = await line.LosingAsync(() => far.ClaimAsync(6));
        Assert.Equal(6, singles.Count);
        Assert.All(singles, request => Assert.Equal((1, 1L), (request.Attempts, request.Epoch)));
        Assert.Empty(
            await line.LosingAsync(() =>
                far.Settlements.SettleAsync([.. singles.Select(request => request.Settled(SettledAs.Accepted))], default)
            )
        );
    }

    /// <summary>One of the batch and one alone are skipped; what is left of the batch is split.</summary>
    private static async Task SkippedAndSplitAsync(LedgerFixture far, LossyLine line)
    {
        // The only one: when its claim is repeated nothing of its kind waits any more.
        var batch = Assert.Single(await line.LosingAsync(() => far.ClaimAsync(kind: RequestKind.Batch)));
        var rest = await line.LosingAsync(() => far.Skips.SkipAsync(batch, Blocked(batch), default));
        Assert.Equal(9, rest?.Recipients.Count);
        var parts = rest!
            .Recipients.Chunk(4)
            .Select(part => new NewRequest(
                Guid.CreateVersion7(),
                rest.Account,
                RequestKind.Batch,
                rest.Class,
                part,
                null,
                true,
                rest.ExpiresAt
            ))
            .ToList();
        Assert.True(await line.LosingAsync(() => far.Settlements.SplitAsync(rest, parts, default)));
        var one = Assert.Single(await far.ClaimAsync(1));
        Assert.Null(await line.LosingAsync(() => far.Skips.SkipAsync(one, Blocked(one), default)));
    }

    private static Dictionary<string, SkipReason> Blocked(ClaimedRequest request) => new() { [request.Recipients[0]] = SkipReason.Blocked };

    [Fact]
    [Long]
    public async Task A_server_that_is_killed_comes_back_with_everything_that_was_promised()
    {
        await using var server = await PostgresServer.StartAsync();
        var options = new StorageOptions { Database = await server.CreateDatabaseAsync() };
        await using var database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
        await database.MigrateAsync(default);
        var (settlements, replies) = (new Settlements(database), new Replies(database));
        var queue = new RequestQueue(database, settlements);
        var id = Guid.NewGuid();
        Assert.True(await replies.AddReplyAsync(Given.Reply(id), null, default));
        var claimed = Assert.Single(await queue.ClaimAsync(Given.Queue(RequestClass.Reply), 10, Given.Terms(), default));

        await server.KillAsync();
        Assert.False(await database.IsAwakeAsync(default));
        await Assert.ThrowsAsync<DatabaseAwayException>(() => settlements.SettleAsync([claimed.Settled(SettledAs.Accepted)], default));
        await server.RestartAsync();

        Assert.Empty(await settlements.SettleAsync([claimed.Settled(SettledAs.Accepted)], default));
        Assert.True(await database.IsAwakeAsync(default));
        Assert.Equal(DeliveryState.Accepted, (await replies.FindRequestAsync(id, default))!.State);
        await server.StopAsync();
        await Assert.ThrowsAsync<DatabaseAwayException>(() => replies.FindRequestAsync(id, default));
        await server.RestartAsync();
        Assert.Equal(DeliveryState.Accepted, (await replies.FindRequestAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_waited_for()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await server.StopAsync();
        await using var database = new Database(new() { Database = connection }, TimeProvider.System, NullLogger<Database>.Instance);
        using var startup = new DatabaseStartup(database, TimeProvider.System, NullLogger<DatabaseStartup>.Instance);

        await startup.StartAsync(default);

        Assert.False(await database.IsAwakeAsync(default));
        await Assert.ThrowsAsync<DatabaseAwayException>(() => new Holds(database).HoldsAsync(default));
        await server.RestartAsync();
        await Until.SeenAsync("the database to be awake", TimeSpan.FromSeconds(30), () => database.IsAwakeAsync(default), awake => awake);
        Assert.Empty(await new Holds(database).HoldsAsync(default));
        await startup.StopAsync(default);
    }

    [Fact]
    public async Task Nodes_that_start_together_make_the_schema_once()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres, migrate: false);
        Assert.False(await ledger.Database.IsAwakeAsync(default));

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ledger.BesideAsync)));

        foreach (var node in nodes)
        {
            Assert.True(await node.Database.IsAwakeAsync(default));
            await node.ScheduledAsync();
            await node.DisposeAsync();
        }
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Starting_again_finds_everything_as_it_was(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 3), Given.Batch(3, 600));

        await using var again = await ledger.BesideAsync();

        Assert.Equal(603, (await again.Deliveries.TallyAsync(id, default)).Waiting);
        Assert.Equal(Given.Line, (await again.Queue.DepthAsync(default))[0].Queue.Account);
    }

    [Fact]
    public void A_second_process_is_told_whose_folder_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("omo-folder-").FullName;
        using (DataFolder.Take(folder))
            Assert.Contains(
                folder,
                Assert.Throws<DataFolderInUseException>(() => DataFolder.Take(folder)).Message,
                StringComparison.Ordinal
            );
        DataFolder.Take(folder).Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_lock_held_by_an_administrator_is_waited_for_and_not_for_ever()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await ledger.SendingAsync(Given.Singles(0, 3));
        await using var connection = new NpgsqlConnection(ledger.Options.Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table queue in exclusive mode", connection, transaction))
            await command.ExecuteNonQueryAsync();

        var claiming = ledger.ClaimAsync();
        Assert.Equal(3, (await ledger.Queue.DepthAsync(default))[0].Queued);
        Assert.False(claiming.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal(3, (await claiming).Count);
    }
}
