using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The card of a broadcast stays true: while it runs, after its end, after a restart, and without crowding the
/// conversation.</summary>
public sealed class ProgressTests
{
    [Fact]
    public async Task What_was_unknown_at_the_end_is_shown_as_accepted_when_it_is_known_even_after_a_restart()
    {
        await using var graph = await Graph.StartAsync("whatsapp");
        await graph.WeatherAsync(
            new
            {
                script = new[] { "junkAfter" },
                told = 0,
                delivered = 0,
            }
        );
        await using var stub = await ConnectorStub.StartAsync();
        using var folder = new TempFolder();
        (string, string)[] settings = [.. graph.Settings("台北"), ("Omo:DataDir", folder.Path)];
        var customer = new CustomerKey(new(ChannelId.WhatsApp, graph.Id), await graph.CustomerAsync());
        var campaign = await EndsUnknownAsync(stub, settings, customer);

        await using var teams = await TeamsFace.OpenAsync(stub, settings);
        await IsDeliveredAsync(graph, teams, customer);
        var after = await stub.CallAsync(call => call.Method == "PUT" && Number(call, "accepted") == 1);
        Assert.Equal((campaign, 0, 1), (Number(after, "campaign"), Number(after, "unknown"), Number(after, "delivered")));
    }

    /// <summary>A broadcast to this customer, by a service that ends afterwards.</summary>
    private static async Task<long> EndsUnknownAsync(ConnectorStub stub, (string, string)[] settings, CustomerKey customer)
    {
        await using var teams = await TeamsFace.OpenAsync(stub, settings);
        await teams.Customers.TakenAsync(customer, Staff.Seller);
        var campaign = await SendAsync(teams, "嗨");
        var end = await stub.CallAsync(call => call.Method == "PUT" && Number(call, "unknown") == 1);
        Assert.Equal("done", (string?)end.Card!["metadata"]!["omo"]!["state"]);
        return campaign;
    }

    /// <summary>The platform tells what became of its only message.</summary>
    private static async Task IsDeliveredAsync(Graph graph, TeamsFace teams, CustomerKey customer)
    {
        var request = (await graph.GetAsync("ledger/messages?channel=whatsapp"))["messages"]!.AsArray().Single()!;
        var (id, correlation) = ((string)request["messageId"]!, Correlation.Read((string)request["correlation"]!));
        var (now, body) = (TimeProvider.System.GetUtcNow(), new InboundBody.Receipt(ReceiptKind.Delivered, id, correlation, null, null));
        var told = new InboundEvent("status", customer.Account, customer.UserId, now, false, body, null);
        await teams.Get<Reports>().ApplyAsync([told], _ => true, TimeProvider.System.GetUtcNow(), default);
    }

    [Fact]
    public async Task Two_broadcasts_of_one_person_share_the_updates_of_the_conversation()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub, ("Omo:Accounts:0:SinglePerSecond", "6"));
        await teams.Customers.TakenAsync(Staff.Seller, 30);
        long[] campaigns = [await SendAsync(teams, "嗨 {{customer_name}}"), await SendAsync(teams, "您好 {{customer_name}}")];
        var left = campaigns.ToHashSet();
        while (left.Count > 0)
        {
            var end = await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card!["metadata"]!["omo"]!["state"] == "done");
            left.Remove(Number(end, "campaign"));
        }

        var updates = stub.All.Where(call => call.Method == "PUT").ToList();
        Assert.All(campaigns, campaign =>
            Assert.Contains(updates, call => Number(call, "campaign") == campaign && Number(call, "waiting") is > 0 and < 30)
        );
        Assert.All(updates.Zip(updates.Skip(1)), pair =>
            Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromSeconds(1.8), $"{pair.First.At:O} {pair.Second.At:O}")
        );
    }

    private static async Task<long> SendAsync(TeamsFace teams, string text)
    {
        var card = (await teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        foreach (
            var (verb, inputs) in ((string, (string, string)[])[])
                [("broadcast.compose", []), ("broadcast.compose", [("text1", text)]), ("broadcast.send", [])]
        )
            card = (await teams.PressAsync(Staff.Seller, card, verb, $"card of {text}", inputs))["value"]!.AsObject();
        return (long)card["metadata"]!["omo"]!["campaign"]!;
    }

    private static long Number(ConnectorCall call, string name) => (long?)call.Card?["metadata"]?["omo"]?[name] ?? -1;
}
