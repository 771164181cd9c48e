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
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks;
using OmoBroadcast.Webhooks.Files;

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
        await using (var house = await House.OpenAsync(from, redis: redis))
        {
            await House.UntilAsync(async () => await house.Get<Database>().IsAwakeAsync(default));
            Assert.Equal(
                200,
                await house.PostAsync(
                    House.Text("e1", House.User(1), "退訂"),
                    House.Text("e2", House.User(2), "hi"),
                    House.Event("e3", House.User(3), """ "type":"unfollow" """)
                )
            );
            Assert.Contains("written to", await RunAsync(folder, redis, from, "export-opt-outs", file), StringComparison.Ordinal);
        }

        Assert.Contains(
            "matched 1, unmatched 0, already there 0, not taken 0",
            await RunAsync(folder, redis, to, "import-opt-outs", file),
            StringComparison.Ordinal
        );
        Assert.Contains("matched 1,", await RunAsync(folder, redis, to, "import-opt-outs", file, "--confirm"), StringComparison.Ordinal);
        Assert.Contains(
            "matched 0, unmatched 0, already there 1",
            await RunAsync(folder, redis, to, "import-opt-outs", file, "--confirm"),
            StringComparison.Ordinal
        );
        await using (var house = await House.OpenAsync(to, redis: redis))
        {
            await House.UntilAsync(async () => await house.Get<Database>().IsAwakeAsync(default));
            Assert.Equal(
                [SuppressionKind.Unsubscribed],
                (await house.Get<Suppressions>().FindAsync([House.Customer(1), House.Customer(2), House.Customer(3)], default))[
                    House.Customer(1)
                ]
            );
        }

        await File.WriteAllBytesAsync(file, [.. "id\nU1\n"u8, 0x81, 0x20, 0xff]);
        Assert.Contains(
            "line 3",
            (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(folder, redis, to, "import-opt-outs", file))).Message,
            StringComparison.Ordinal
        );
        Assert.Null(OptOutCommand.Of(["--urls", "http://127.0.0.1:0"]));
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
                ["Omo:Accounts:0:Id"] = House.AccountId,
                ["Omo:Accounts:0:Secrets:0"] = House.Secret,
                ["Omo:Accounts:0:AccessToken"] = House.Token,
            }
        );
        builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
        builder.Logging.ClearProviders();
        var output = new StringWriter();
        await OptOutCommand.Of(arguments)!.RunAsync(builder.Build(), output);
        return output.ToString();
    }
}
