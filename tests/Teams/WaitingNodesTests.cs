using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Following;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Two nodes on one Redis and one PostgreSQL, both of which look who waits.</summary>
public sealed class WaitingNodesTests : IAsyncLifetime
{
    private ConnectorStub stub = null!;
    private RedisServer redis = null!;
    private TeamsFace[] nodes = [];

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        redis = await RedisServer.StartAsync();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        (string, string)[] shared = [("Omo:Redis", redis.ConnectionString), ("Omo:Database", database)];
        for (var i = 0; i < 2; i++)
            nodes = [.. nodes, await TeamsFace.OpenAsync(stub, shared)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await redis.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task Each_member_of_staff_gets_one_card_and_the_same_one_is_brought_up_to_date()
    {
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other])
            await nodes[0].SayAsync(who, "help");
        await WriteAsync("1");
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other])
            await stub.SeenAsync(call => Is(call, who, "POST") && call.Body.Contains(Title(1), StringComparison.Ordinal));
        await WriteAsync("2");
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other])
            await stub.SeenAsync(call => Is(call, who, "PUT") && call.Body.Contains(Title(2), StringComparison.Ordinal));

        // However often both look at once: whoever comes second finds it claimed, or done.
        for (var times = 0; times < 10; times++)
            await Task.WhenAll(nodes.Select(node => LookAsync(node)));
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other])
            Assert.Single(stub.All, call => Is(call, who, "POST"));
    }

    private Task WriteAsync(string id)
    {
        var customer = new CustomerKey(new(ChannelId.Line, TestAccounts.LineId), $"U{id.PadLeft(32, '0')}");
        return nodes[0]
            .Get<Conversations>()
            .ApplyAsync([Told.Message(customer, customer.UserId, TimeProvider.System.GetUtcNow(), "anybody?")], false, default);
    }

    private static Task LookAsync(TeamsFace node) => node.Get<WaitingRound>().LookAsync(default);

    private static string Title(int waiting) => Phrases.English.Say("Waiting_Title", waiting);

    private static bool Is(ConnectorCall call, StaffMember who, string method) =>
        call.Method == method
        && call.Path.Contains(who.Id, StringComparison.Ordinal)
        && call.Body.Contains(Verbs.WaitingOpen, StringComparison.Ordinal);
}
