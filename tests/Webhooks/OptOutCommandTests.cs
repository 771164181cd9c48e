using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks;
using OmoBroadcast.Webhooks.Commands;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>The list of opt-outs from the command line, beside a service that runs.</summary>
public sealed class OptOutCommandTests
{
    [Fact]
    public async Task What_was_exported_can_be_imported_as_it_is_elsewhere()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        var server = await PostgresServer.SharedAsync();
        var (from, to) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        var file = Path.Combine(folder.Path, "list.csv");
        await OptOutAsync(from, redis);
        Assert.Contains("written to", await RunAsync(folder, redis, from, "export-opt-outs", file), StringComparison.Ordinal);

        foreach (
            var (arguments, said) in new (string[], string)[]
            {
                ([], "matched 1, unmatched 0, already there 0, not taken 0"),
                (["--confirm"], "matched 1,"),
                (["--confirm"], "matched 0, unmatched 0, already there 1"),
            }
        )
            Assert.Contains(said, await RunAsync(folder, redis, to, ["import-opt-outs", file, .. arguments]), StringComparison.Ordinal);
        Assert.Equal([SuppressionKind.Unsubscribed], (await SuppressedAsync(to, redis))[LineJson.Customer(1)]);

        await File.WriteAllBytesAsync(file, [.. "id\nU1\n"u8, 0x81, 0x20, 0xff]);
        Assert.Contains(
            "line 3",
            (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(folder, redis, to, "import-opt-outs", file))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_no_command_of_its_is_left_to_the_service() => Assert.Null(OptOutCommand.Of(["--urls", "http://127.0.0.1:0"]));

    /// <summary>One opts out, one writes, one blocks.</summary>
    private static async Task OptOutAsync(string database, RedisServer redis)
    {
        await using var webhooks = await WebhookFace.OpenAsync(database, redis: redis);
        await Until.TrueAsync(async () => await webhooks.Get<Database>().IsAwakeAsync(default));
        Assert.Equal(
            200,
            await webhooks.PostAsync(
                LineJson.Text("e1", LineJson.User(1), "退訂"),
                LineJson.Text("e2", LineJson.User(2), "hi"),
                LineJson.Event("e3", LineJson.User(3), """ "type":"unfollow" """)
            )
        );
    }

    private static async Task<IReadOnlyDictionary<CustomerKey, IReadOnlyList<SuppressionKind>>> SuppressedAsync(
        string database,
        RedisServer redis
    )
    {
        await using var webhooks = await WebhookFace.OpenAsync(database, redis: redis);
        await Until.TrueAsync(async () => await webhooks.Get<Database>().IsAwakeAsync(default));
        return await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(1), LineJson.Customer(2), LineJson.Customer(3)], default);
    }

    private static async Task<string> RunAsync(TempFolder folder, RedisServer redis, string database, params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.Path });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Redis"] = redis.ConnectionString,
                ["Omo:Database"] = database,
                ["Omo:DataDir"] = Path.Combine(folder.Path, "data"),
                ["Omo:Accounts:0:Channel"] = "line",
                ["Omo:Accounts:0:Id"] = TestAccounts.LineId,
                ["Omo:Accounts:0:Secrets:0"] = TestAccounts.LineSecret,
                ["Omo:Accounts:0:AccessToken"] = TestAccounts.LineToken,
            }
        );
        builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
        builder.Logging.ClearProviders();
        var output = new StringWriter();
        await OptOutCommand.Of(arguments)!.RunAsync(builder.Build(), output);
        return output.ToString();
    }
}
