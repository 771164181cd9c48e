using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A finished broadcast once more: to those whom it did not reach, and to nobody else.</summary>
public sealed class RetryTests
{
    private static readonly (SettledAs As, string? Code)[] Ends =
    [
        (SettledAs.Accepted, null),
        (SettledAs.Refused, "10/2018300"),
        (SettledAs.Expired, null),
        (SettledAs.Refused, "100/2018001"),
        (SettledAs.Unknown, "unknown"),
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Only_the_failed_get_it_again_however_often_the_button_is_pressed()
    {
        await using var graph = await Graph.StartAsync("messenger", customers: 5);
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await StartAsync(graph, stub);
        var account = new AccountKey(ChannelId.Messenger, graph.Id);
        var users = await graph.CustomersAsync();
        for (var i = 0; i < users.Length; i++)
            await TakeAsync(house, new(account, users[i]), i);
        var origin = await LedgerAsync(house, account, users);

        var card = await PressAsync(house, (await house.SayAsync(House.Seller, "records")).Card!, "records.open");
        Assert.Equal("done", (string?)card["metadata"]!["omo"]!["state"]);
        var retry = House.Buttons(card).Where(button => (string?)button["verb"] == "records.retry").ToList();
        Assert.Equal([Phrases.English.Say("Button_Retry", "2"), Phrases.English["Button_RetryDoubtful"]], retry.Select(Title));
        var others = await house.PressAsync(House.Other, retry[0].DeepClone().AsObject(), "m");
        Assert.Contains("have access to it", others.ToJsonString(), StringComparison.Ordinal);

        // Refused for a while and expired; not the one whom nobody can write to, nor the unknown one, nor the one who has it.
        var previews = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => house.PressAsync(House.Seller, retry[0].DeepClone().AsObject(), "the-card"))
        );
        var drafts = previews
            .Select(preview =>
                (long)House.Buttons(preview).First(button => (string?)button["verb"] == "broadcast.send")["data"]!["campaign"]!
            )
            .Distinct();
        var again = Assert.Single(drafts);
        Assert.All(previews, preview => Assert.Contains("Send now to 2", preview.ToJsonString(Plain), StringComparison.Ordinal));
        Assert.Contains("Customers who already got it don’t get it again", previews[0].ToJsonString(Plain), StringComparison.Ordinal);
        var doubtful = (await house.PressAsync(House.Seller, retry[1].DeepClone().AsObject(), "the-card"))["value"]!.AsObject();
        Assert.Contains("Send now to 3", doubtful.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains("They may get it twice", doubtful.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(
            "out of date",
            (await house.PressAsync(House.Seller, previews[0]["value"]!.AsObject(), "broadcast.send", "the-card")).ToJsonString(),
            StringComparison.Ordinal
        );

        var preview = (await house.PressAsync(House.Seller, retry[0].DeepClone().AsObject(), "the-card"))["value"]!.AsObject();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.PressAsync(House.Seller, preview, "broadcast.send", "the-card")));
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(30),
            () => house.Get<Campaigns>().FindAsync(again, default),
            campaign => campaign!.State == CampaignState.Done
        );
        var sent = (await graph.GetAsync("ledger/messages?channel=messenger"))["messages"]!.AsArray();
        Assert.Equal(
            users[1..3].Order(StringComparer.Ordinal),
            sent.Select(message => (string)message!["to"]!).Order(StringComparer.Ordinal)
        );

        // Each record leads to the other, and nobody is left to retry.
        var first = await PressAsync(house, await RecordAsync(house, again), "records.open", "Original broadcast");
        Assert.Equal(origin, (long)first["metadata"]!["omo"]!["campaign"]!);
        var second = await PressAsync(house, first, "records.open", "Retry result");
        Assert.Equal(again, (long)second["metadata"]!["omo"]!["campaign"]!);
        var none = await house.PressAsync(House.Seller, retry[0].DeepClone().AsObject(), "the-card");
        Assert.Contains("There are no customers left", none.ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_result_in_the_list_of_recipients_has_what_can_be_done_next()
    {
        await using var graph = await Graph.StartAsync("messenger", customers: 5);
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await StartAsync(graph, stub);
        await LedgerAsync(house, new(ChannelId.Messenger, graph.Id), await graph.CustomersAsync());
        var record = await PressAsync(house, (await house.SayAsync(House.Seller, "records")).Card!, "records.open");
        var all = await PressAsync(house, record, "records.recipients");

        Assert.Equal([Phrases.English["Button_RetryDoubtful"], Phrases.English.Say("Button_Retry", "2")], Retries(all));
        Assert.Equal([Phrases.English.Say("Button_Retry", "2")], Retries(await ShownAsync("state", "Refused")));
        Assert.Equal([Phrases.English.Say("Button_Retry", "2")], Retries(await ShownAsync("state", "Expired")));
        var doubtful = await ShownAsync("state", "Unknown");
        Assert.Equal([Phrases.English["Button_RetryDoubtful"]], Retries(doubtful));
        Assert.Contains(Phrases.English["Next_Doubtful"], doubtful.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Retries(await ShownAsync("state", "Accepted")));

        async Task<JsonObject> ShownAsync(string field, string value) =>
            (await house.PressAsync(House.Seller, all, "records.recipients", "c", (field, value)))["value"]!.AsObject();
    }

    [Fact]
    public async Task Whom_nothing_can_reach_has_no_button_and_the_code_stands_small_beneath_our_sentence()
    {
        await using var graph = await Graph.StartAsync("messenger", customers: 5);
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await StartAsync(graph, stub);
        await LedgerAsync(house, new(ChannelId.Messenger, graph.Id), await graph.CustomersAsync());
        var record = await PressAsync(house, (await house.SayAsync(House.Seller, "records")).Card!, "records.open");
        var all = await PressAsync(house, record, "records.recipients");
        var shown = await house.PressAsync(House.Seller, all, "records.recipients", "c", ("reason", "100/2018001"));
        var lasting = shown["value"]!.AsObject();
        Assert.Empty(Retries(lasting));
        Assert.Contains(Phrases.English["Progress_NoRetry"], lasting.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(
            "\"text\":\"Code 100/2018001\",\"wrap\":true,\"size\":\"Small\"",
            lasting.ToJsonString(Plain),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_nothing_reaches_those_who_were_refused_it_says_so_in_place_of_the_button()
    {
        await using var graph = await Graph.StartAsync("messenger", customers: 2);
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await StartAsync(graph, stub);
        await LedgerAsync(
            house,
            new(ChannelId.Messenger, graph.Id),
            await graph.CustomersAsync(),
            (SettledAs.Accepted, null),
            (SettledAs.Refused, "100/2018001")
        );
        var record = await PressAsync(house, (await house.SayAsync(House.Seller, "records")).Card!, "records.open");
        Assert.Contains(Phrases.English["Progress_NoRetry"], record.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Retries(record));
    }

    private static IEnumerable<string?> Retries(JsonObject card) =>
        House.Buttons(card).Where(button => (string?)button["verb"] == "records.retry").Select(Title);

    private static Task<House> StartAsync(Graph graph, ConnectorStub stub) =>
        House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:Accounts:1:Channel", "messenger"),
            ("Omo:Accounts:1:Id", graph.Id),
            ("Omo:Accounts:1:Name", "粉專"),
            ("Omo:Accounts:1:Secrets:0", Graph.Secret),
            ("Omo:Accounts:1:AccessToken", Graph.Token),
            ("Omo:Accounts:1:VerifyToken", "verify-me"),
            ("Omo:Accounts:1:BaseUrl", graph.Host.MessengerBase)
        );

    private static string? Title(JsonObject button) => (string?)button["title"];

    /// <summary>A finished campaign: one has it, one was refused for a while, one's time ran out, one cannot be written to, one is
    /// unknown.</summary>
    private static async Task<long> LedgerAsync(
        House house,
        AccountKey account,
        IReadOnlyList<string> users,
        params (SettledAs As, string? Code)[] ends
    )
    {
        if (ends.Length == 0)
            ends = Ends;
        var (campaigns, now) = (house.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(House.Seller, Audience.All, "en-US", now, default);
        Assert.True(
            await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text("您好")]), default)
        );
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), users.Count), default)
        );
        var lease = (
            await house.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default)
        )!;
        // The house's own lanes get nothing of it: for them the account is held, and for a claim of two hours later it is not.
        await house.Get<Holds>().HoldAsync(account, HoldReason.Token, now.AddHours(1), "", default);
        var requests = users
            .Select(user => new NewRequest(
                Guid.CreateVersion7(),
                account,
                RequestKind.Single,
                RequestClass.Staff,
                [user],
                null,
                RetrySafe: false,
                now.AddHours(9)
            ))
            .ToList();
        Assert.True(
            await house
                .Get<LaunchWriter>()
                .AppendAsync(
                    lease,
                    new(
                        "end",
                        [.. requests.Select(request => new NewDelivery(account, request.Recipients[0], null, request.Id, null))],
                        requests
                    ),
                    default
                )
        );
        IReadOnlyList<ClaimedRequest> claimed = await Until.SeenAsync(
            "the claim",
            TimeSpan.FromSeconds(20),
            () =>
                house
                    .Get<RequestQueue>()
                    .ClaimAsync(
                        new(account, RequestKind.Single, RequestClass.Staff),
                        users.Count,
                        new("test", TimeSpan.FromMinutes(1), now.AddHours(2)),
                        default
                    ),
            claimed => claimed.Count == users.Count
        );
        Settlement Ended(int user) =>
            claimed
                .Where(one => one.Recipients[0] == users[user])
                .Select(one => new Settlement(one.Id, one.Epoch, ends[user].As, now, ends[user].Code))
                .Single();
        Assert.Empty(await house.Get<Settlements>().SettleAsync([.. Enumerable.Range(0, ends.Length).Select(Ended)], default));
        Assert.True(await house.Get<LaunchWriter>().FinishLaunchAsync(lease with { Cursor = "end" }, default));
        await house.Get<Holds>().LiftAsync(account, default);
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => campaigns.FindAsync(draft.Id, default),
            campaign => campaign!.State == CampaignState.Done
        );
        return draft.Id;
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

    private static async Task<JsonObject> RecordAsync(House house, long campaign)
    {
        var records = (await house.SayAsync(House.Seller, "records")).Card!;
        var open = House
            .Buttons(records)
            .First(button => (string?)button["verb"] == "records.open" && (long)button["data"]!["campaign"]! == campaign)
            .DeepClone()
            .AsObject();
        return (await house.PressAsync(House.Seller, open, "other"))["value"]!.AsObject();
    }

    private static async Task<JsonObject> PressAsync(House house, JsonObject card, string verb, string? title = null)
    {
        var button = House
            .Buttons(card)
            .First(button => (string?)button["verb"] == verb && (title is null || (string?)button["title"] == title))
            .DeepClone()
            .AsObject();
        return (await house.PressAsync(House.Seller, button, "other"))["value"]!.AsObject();
    }
}
