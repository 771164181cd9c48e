using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
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
        (string, string)[] settings =
        [
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:DataDir", folder.Path),
            ("Omo:Accounts:1:Channel", "whatsapp"),
            ("Omo:Accounts:1:Id", graph.Id),
            ("Omo:Accounts:1:Name", "台北"),
            ("Omo:Accounts:1:Waba", Graph.Waba),
            ("Omo:Accounts:1:Secrets:0", Graph.Secret),
            ("Omo:Accounts:1:AccessToken", Graph.Token),
            ("Omo:Accounts:1:VerifyToken", "verify-me"),
            ("Omo:Accounts:1:BaseUrl", graph.Host.WhatsAppBase),
        ];
        long campaign;
        var customer = new CustomerKey(new(ChannelId.WhatsApp, graph.Id), await graph.CustomerAsync());
        await using (var house = await House.StartAsync(stub, "Development", settings))
        {
            await TakeAsync(house, customer, 1);
            campaign = await SendAsync(house, "嗨");
            var end = await stub.CallAsync(call => call.Method == "PUT" && Number(call, "unknown") == 1);
            Assert.Equal("done", (string?)end.Card!["metadata"]!["omo"]!["state"]);
        }

        await using (var house = await House.StartAsync(stub, "Development", settings))
        {
            var request = (await graph.GetAsync("ledger/messages?channel=whatsapp"))["messages"]!.AsArray().Single()!;
            var told = new InboundEvent(
                "status",
                customer.Account,
                customer.UserId,
                TimeProvider.System.GetUtcNow(),
                false,
                new InboundBody.Receipt(
                    ReceiptKind.Delivered,
                    (string)request["messageId"]!,
                    Correlation.Read((string)request["correlation"]!),
                    null,
                    null
                ),
                null
            );
            await house.Get<Reports>().ApplyAsync([told], _ => true, TimeProvider.System.GetUtcNow(), default);
            var after = await stub.CallAsync(call => call.Method == "PUT" && Number(call, "accepted") == 1);
            Assert.Equal((campaign, 0, 1), (Number(after, "campaign"), Number(after, "unknown"), Number(after, "delivered")));
        }
    }

    [Fact]
    public async Task Two_broadcasts_of_one_person_share_the_updates_of_the_conversation()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:Accounts:0:SinglePerSecond", "6")
        );
        for (var i = 1; i <= 30; i++)
            await TakeAsync(house, new(new(ChannelId.Line, House.Line), $"U{i:x32}"), i);
        long[] campaigns = [await SendAsync(house, "嗨 {{customer_name}}"), await SendAsync(house, "您好 {{customer_name}}")];
        var left = campaigns.ToHashSet();
        while (left.Count > 0)
            left.Remove(
                Number(
                    await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card!["metadata"]!["omo"]!["state"] == "done"),
                    "campaign"
                )
            );

        var updates = stub.All.Where(call => call.Method == "PUT").ToList();
        Assert.All(campaigns, campaign =>
            Assert.Contains(updates, call => Number(call, "campaign") == campaign && Number(call, "waiting") is > 0 and < 30)
        );
        Assert.All(updates.Zip(updates.Skip(1)), pair =>
            Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromSeconds(1.8), $"{pair.First.At:O} {pair.Second.At:O}")
        );
    }

    private static async Task TakeAsync(House house, CustomerKey customer, int number)
    {
        var said = new InboundEvent(
            $"event {number}",
            customer.Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message($"{number}", MessageKind.Text, "嗨", null),
            null
        );
        await house.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
        Assert.Equal(
            Transition.Done,
            await house.Get<Conversations>().TakeAsync(customer, House.Seller.Id, TimeProvider.System.GetUtcNow())
        );
    }

    private static async Task<long> SendAsync(House house, string text)
    {
        var card = (await house.SayAsync(House.Seller, "broadcast")).Card!;
        foreach (
            var (verb, inputs) in ((string, (string, string)[])[])
                [("broadcast.compose", []), ("broadcast.compose", [("text1", text)]), ("broadcast.send", [])]
        )
            card = (await house.PressAsync(House.Seller, card, verb, $"card of {text}", inputs))["value"]!.AsObject();
        return (long)card["metadata"]!["omo"]!["campaign"]!;
    }

    private static long Number(ConnectorCall call, string name) => (long?)call.Card?["metadata"]?["omo"]?[name] ?? -1;
}
