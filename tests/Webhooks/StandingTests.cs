using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A platform that restricts an account says so by webhook: its sends stop, managers are told, and it goes on when the platform
/// lifts it.</summary>
public sealed class StandingTests
{
    private static readonly StaffMember Manager = new("77777777-7777-4777-8777-777777777777", "陳經理", Role.Manager, "信義店");

    [Theory]
    [InlineData("whatsapp", "has restricted", "lets")]
    [InlineData("messenger", "has restricted", "lets")]
    public async Task A_restricted_account_sends_nothing_until_it_is_lifted_and_managers_are_told(
        string channel,
        string stopped,
        string lifted
    )
    {
        await using var graph = await Graph.StartAsync(channel, customers: 1);
        await using var stub = await ConnectorStub.StartAsync();
        await using var webhooks = await OpenAsync(graph, stub);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(200, await PostAsync(webhooks, channel, Body(graph, now, restricts: true)));
        await stub.CallAsync(call =>
            call.Method == "POST"
            && call.Body.Contains(stopped, StringComparison.Ordinal)
            && call.Body.Contains("旗艦店", StringComparison.Ordinal)
        );
        Assert.Equal(HoldReason.Restricted, Assert.Single(await webhooks.Get<Holds>().HoldsAsync(default)).Reason);
        var reply = await WaitingReplyAsync(webhooks, new(new(new(channel), graph.Id), await graph.CustomerAsync()), now);

        // The same again, and an older word that comes late, change nothing.
        Assert.Equal(200, await PostAsync(webhooks, channel, Body(graph, now, restricts: true)));
        Assert.Equal(200, await PostAsync(webhooks, channel, Body(graph, now.AddMinutes(-5), restricts: false)));
        Assert.Equal(DeliveryState.Waiting, (await webhooks.Get<Replies>().FindRequestAsync(reply, default))!.State);
        Assert.Single(await webhooks.Get<Holds>().HoldsAsync(default));

        Assert.Equal(200, await PostAsync(webhooks, channel, Body(graph, now.AddMinutes(1), restricts: false)));
        await stub.CallAsync(call => call.Method == "POST" && call.Body.Contains(lifted, StringComparison.Ordinal));
        await SentAsync(webhooks, reply);
        Assert.Single(stub.All, call => call.Body.Contains(stopped, StringComparison.Ordinal));
    }

    /// <summary>With a manager who can be told.</summary>
    private static async Task<WebhookFace> OpenAsync(Graph graph, ConnectorStub stub)
    {
        var webhooks = await WebhookFace.OpenAsync(
            environment: "Development",
            more: [("Omo:Teams:AllowAnonymous", "true"), .. graph.Settings("旗艦店")]
        );
        await webhooks.Get<StaffDirectory>().ReplaceAsync([Manager], default);
        var reference = new TeamsReference(
            Manager.Id,
            stub.ServiceUrl,
            "a:manager",
            "28:omo",
            "tenant",
            "29:manager",
            "en-US",
            TimeProvider.System.GetUtcNow()
        );
        await webhooks.Get<TeamsReferences>().SaveAsync(reference, default);
        return webhooks;
    }

    /// <summary>A reply that is to be sent and that nobody may claim.</summary>
    private static async Task<Guid> WaitingReplyAsync(WebhookFace webhooks, CustomerKey customer, DateTimeOffset now)
    {
        var (reply, hello) = (Guid.CreateVersion7(), new Content([new OutboundMessage.Text("您好")]));
        var request = NewRequest.Reply(reply, customer, hello, retrySafe: false, now.AddHours(1));
        Assert.True(await webhooks.Get<Replies>().AddReplyAsync(request, staffId: null, default));
        Assert.Empty(
            await webhooks
                .Get<RequestQueue>()
                .ClaimAsync(
                    new(customer.Account, RequestKind.Single, RequestClass.Reply),
                    1,
                    new("test", TimeSpan.FromMinutes(1), now.AddDays(300)),
                    default
                )
        );
        return reply;
    }

    private static Task SentAsync(WebhookFace webhooks, Guid reply) =>
        Until.SeenAsync(
            "the reply",
            TimeSpan.FromSeconds(20),
            async () => (await webhooks.Get<Replies>().FindRequestAsync(reply, default))!.State,
            state => state == DeliveryState.Accepted
        );

    private static string Body(Graph graph, DateTimeOffset at, bool restricts) =>
        graph.Id == Graph.IdOf("whatsapp")
            ? $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{Graph.Waba}}}","time":{{{at.ToUnixTimeSeconds()}}},"changes":[{"field":"account_update","value":{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"{{{(restricts ? "DISABLE" : "REINSTATE")}}}","waba_ban_date":"July 1, 2026"} } }] }] }"""
            : $$$"""{"object":"page","entry":[{"id":"{{{graph.Id}}}","time":{{{at.ToUnixTimeMilliseconds()}}},"messaging":[{"recipient":{"id":"{{{graph.Id}}}"},"timestamp":{{{at.ToUnixTimeMilliseconds()}}},"policy_enforcement":{"action":"{{{(restricts ? "block" : "unblock")}}}","reason":"The bot violated our policies."} }] }] }""";

    private static Task<int> PostAsync(WebhookFace webhooks, string channel, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return webhooks.PostMetaAsync(channel, bytes, [MetaJson.Sign(bytes, Graph.Secret)]);
    }
}
