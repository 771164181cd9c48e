using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Broadcast;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Webhooks.Commands;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>And from servers back to a data folder.</summary>
public sealed partial class MoveCommandTests
{
    private string Home => Path.Combine(folder.Path, "home");

    [Fact]
    public async Task Everything_is_at_home_afterwards_and_only_there()
    {
        long campaign;
        string picture;
        await using (var before = await OpenAsync([.. Servers]))
            (campaign, picture) = await WorkAsync(before);

        var said = await MoveHomeAsync();
        Assert.Contains($"customers of {Line}: 2", said, StringComparison.Ordinal);
        Assert.Contains("media files: 2 copied, 0 in neither place", said, StringComparison.Ordinal);
        Assert.Contains(
            "has moved to",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync([.. Servers]))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("not empty", (await Assert.ThrowsAsync<InvalidDataException>(MoveHomeAsync)).Message, StringComparison.Ordinal);

        await using var after = await OpenAsync(("Omo:DataDir", Home));
        await SeenAsync(after, campaign, picture);
        await GoesOnAsync(after, campaign);
    }

    [Fact]
    public async Task Nothing_is_moved_from_under_a_node_that_runs()
    {
        await using var running = await OpenAsync([.. Servers]);
        var (campaign, _) = await WorkAsync(running);
        Assert.Contains(
            "Stop all nodes",
            (await Assert.ThrowsAsync<InvalidDataException>(MoveHomeAsync)).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Home));
        await GoesOnAsync(running, campaign);
    }

    /// <summary>It came between the look and the closing.</summary>
    [Fact]
    public async Task A_node_that_nobody_saw_sends_nothing_once_the_servers_are_closed()
    {
        await using var unseen = await OpenAsync([.. Servers]);
        var (campaign, _) = await WorkAsync(unseen);
        await unseen.Get<Holds>().HoldAsync(Line, HoldReason.Quota, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        var due = await unseen.ScheduleAsync(Audience.All);
        await unseen.LaunchedAsync(due);
        await new ClosedServers(database).CloseAsync("elsewhere", default);
        await Assert.ThrowsAnyAsync<Exception>(() => unseen.Get<Holds>().LiftAsync(Line, default));
        await Assert.ThrowsAnyAsync<Exception>(() => unseen.ScheduleAsync(Audience.All));
        Assert.Equal(2, (await unseen.DeliveriesAsync(due)).Count(one => one.State is DeliveryState.Waiting or DeliveryState.Skipped));
        Assert.Equal("elsewhere", await new ClosedServers(database).MovedToAsync(default));
        Assert.True(campaign > 0);
    }

    [Fact]
    public async Task Broken_off_once_the_servers_are_closed_it_goes_on()
    {
        long campaign;
        string picture;
        await using (var before = await OpenAsync([.. Servers]))
            (campaign, picture) = await WorkAsync(before);

        await EmptiedAsync();
        DataFolder.BeginMove(Home);
        await new ClosedServers(database).CloseAsync(Path.Combine(Home, "promises.db"), default);
        await MoveHomeAsync();
        await using var after = await OpenAsync(("Omo:DataDir", Home));
        await SeenAsync(after, campaign, picture);
        await GoesOnAsync(after, campaign);
    }

    [Fact]
    public async Task Servers_that_are_moving_to_one_folder_move_to_no_other()
    {
        await using (var before = await OpenAsync([.. Servers]))
            await WorkAsync(before);
        await new ClosedServers(database).CloseAsync(Path.Combine(folder.Path, "other", "promises.db"), default);
        Assert.Contains("was moved to ", (await Assert.ThrowsAsync<InvalidDataException>(MoveHomeAsync)).Message, StringComparison.Ordinal);
    }

    /// <summary>As far as it comes before it closes the servers.</summary>
    private async Task EmptiedAsync()
    {
        var settings = Servers.ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2);
        await using var source = await StoresAlone.StartAsync(Build(settings, new(AlsoMoved: false)));
        await source.AnswerAsync(default);
        await MoveCommand.EmptyAsync(source, default);
    }

    [Fact]
    public async Task A_folder_that_is_used_or_not_whole_is_neither_moved_to_nor_started()
    {
        await using (var before = await OpenAsync([.. Servers]))
            await WorkAsync(before);
        await using (var other = await OpenAsync(("Omo:DataDir", Home)))
            await other.TakenAsync([Sold.Customer(Line, 9)], TimeProvider.System.GetUtcNow());
        Assert.Contains("not empty", (await Assert.ThrowsAsync<InvalidDataException>(MoveHomeAsync)).Message, StringComparison.Ordinal);
        DataFolder.BeginMove(Home);
        Assert.Contains(
            "not all there yet",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(("Omo:DataDir", Home)))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("is not empty", (await Assert.ThrowsAsync<InvalidDataException>(MoveHomeAsync)).Message, StringComparison.Ordinal);
        await using var still = await OpenAsync([.. Servers]);
        Assert.NotNull(await still.Get<Conversations>().FindAsync(Sold.Customer(Line, 1)));
    }

    private async Task<string> MoveHomeAsync()
    {
        // The clock of a service that has ended leaves its idle connections to the process.
        NpgsqlConnection.ClearAllPools();
        var output = new StringWriter();
        await MoveCommand.Of(["move", "--to", Home, "--redis", redis.ConnectionString, "--database", database])!.RunAsync(Build, output);
        return output.ToString();
    }
}
