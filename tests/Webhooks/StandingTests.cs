using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Teams;

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
        await using var house = await House.OpenAsync(
            environment: "Development",
            more:
            [
                ("Omo:Teams:AllowAnonymous", "true"),
                ("Omo:Accounts:1:Channel", channel),
                ("Omo:Accounts:1:Id", graph.Id),
                ("Omo:Accounts:1:Name", "旗艦店"),
                ("Omo:Accounts:1:Secrets:0", Graph.Secret),
                ("Omo:Accounts:1:AccessToken", Graph.Token),
                ("Omo:Accounts:1:VerifyToken", "verify-me"),
                ("Omo:Accounts:1:Waba", Graph.Waba),
                ("Omo:Accounts:1:BaseUrl", channel == "whatsapp" ? graph.Host.WhatsAppBase : graph.Host.MessengerBase),
            ]
        );
        await house.Get<StaffDirectory>().ReplaceAsync([Manager], default);
        var now = TimeProvider.System.GetUtcNow();
        await house
            .Get<TeamsReferences>()
            .SaveAsync(new(Manager.Id, stub.ServiceUrl, "a:manager", "28:omo", "tenant", "29:manager", "en-US", now), default);

        Assert.Equal(200, await PostAsync(house, channel, Body(graph, now, restricts: true)));
        await stub.CallAsync(call =>
            call.Method == "POST"
            && call.Body.Contains(stopped, StringComparison.Ordinal)
            && call.Body.Contains("旗艦店", StringComparison.Ordinal)
        );
        var account = new AccountKey(new ChannelId(channel), graph.Id);
        Assert.Equal(HoldReason.Restricted, Assert.Single(await house.Get<Holds>().HoldsAsync(default)).Reason);
        var (reply, hello) = (Guid.CreateVersion7(), new Content([new OutboundMessage.Text("您好")]));
        Assert.True(
            await house
                .Get<Replies>()
                .AddReplyAsync(
                    NewRequest.Reply(reply, new(account, await graph.CustomerAsync()), hello, retrySafe: false, now.AddHours(1)),
                    staffId: null,
                    default
                )
        );
        Assert.Empty(
            await house
                .Get<RequestQueue>()
                .ClaimAsync(
                    new(account, RequestKind.Single, RequestClass.Reply),
                    1,
                    new("test", TimeSpan.FromMinutes(1), now.AddDays(300)),
                    default
                )
        );

        // The same again, and an older word that comes late, change nothing.
        Assert.Equal(200, await PostAsync(house, channel, Body(graph, now, restricts: true)));
        Assert.Equal(200, await PostAsync(house, channel, Body(graph, now.AddMinutes(-5), restricts: false)));
        Assert.Equal(DeliveryState.Waiting, (await house.Get<Replies>().FindRequestAsync(reply, default))!.State);
        Assert.Single(await house.Get<Holds>().HoldsAsync(default));

        Assert.Equal(200, await PostAsync(house, channel, Body(graph, now.AddMinutes(1), restricts: false)));
        await stub.CallAsync(call => call.Method == "POST" && call.Body.Contains(lifted, StringComparison.Ordinal));
        await Until.SeenAsync(
            "the reply",
            TimeSpan.FromSeconds(20),
            async () => (await house.Get<Replies>().FindRequestAsync(reply, default))!.State,
            state => state == DeliveryState.Accepted
        );
        Assert.Single(stub.All, call => call.Body.Contains(stopped, StringComparison.Ordinal));
    }

    private static string Body(Graph graph, DateTimeOffset at, bool restricts) =>
        graph.Id == Graph.IdOf("whatsapp")
            ? $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{Graph.Waba}}}","time":{{{at.ToUnixTimeSeconds()}}},"changes":[{"field":"account_update","value":{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"{{{(restricts ? "DISABLE" : "REINSTATE")}}}","waba_ban_date":"July 1, 2026"} } }] }] }"""
            : $$$"""{"object":"page","entry":[{"id":"{{{graph.Id}}}","time":{{{at.ToUnixTimeMilliseconds()}}},"messaging":[{"recipient":{"id":"{{{graph.Id}}}"},"timestamp":{{{at.ToUnixTimeMilliseconds()}}},"policy_enforcement":{"action":"{{{(restricts ? "block" : "unblock")}}}","reason":"The bot violated our policies."} }] }] }""";

    private static async Task<int> PostAsync(House house, string channel, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{channel}") { Content = new ByteArrayContent(bytes) };
        request.Headers.TryAddWithoutValidation(
            "X-Hub-Signature-256",
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Graph.Secret), bytes))
        );
        using var response = await house.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
