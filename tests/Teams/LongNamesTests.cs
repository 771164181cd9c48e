using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>People with the longest names there are, and ten thousand of them: each card that lists people goes into Teams, and each of
/// them gets the words made out to them.</summary>
public sealed class LongNamesTests : IAsyncLifetime
{
    private const int Many = 10_000;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly AccountKey Line = TestAccounts.Line;
    private static readonly string Longest = string.Concat(Enumerable.Repeat("𠮷", 250));
    private static readonly StaffMember Manager = new("55555555-5555-4555-8555-555555555555", Longest[..200], Role.Manager, "信義店");
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await open.InitializeAsync();
        await Teams
            .Get<StaffDirectory>()
            .ReplaceAsync([Staff.Seller with { Name = Longest[..200] }, Manager, Staff.Administrator], default);
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task Every_list_of_conversations_and_customers_fits_into_a_card()
    {
        foreach (var customer in await open.Customers.TakenAsync(Manager, 25))
            await Teams.Get<Conversations>().SetProfileAsync(customer, new(Longest, "zh-TW"));
        for (var i = 0; i < 12; i++)
            await Teams.Get<Conversations>().SetProfileAsync(await open.Customers.WriteAsync(Longest), new(Longest, "zh-TW"));
        foreach (var words in (string[])["待處理", "我的事件", "已結束", "移轉", "團隊", "群發", "綁定顧客", "找 𠮷", "回覆 𠮷 您好"])
            Fits((await Teams.SayAsync(Manager, words)).Card!);
        var team = (await Teams.SayAsync(Manager, "團隊")).Card!;
        foreach (var button in CardReader.Buttons(team).Where(button => (string?)button["verb"] is "team.member" or "team.bound").ToList())
            Fits((await Teams.PressAsync(Manager, button.DeepClone().AsObject(), "c"))["value"]!.AsObject());
        var choose = (await Teams.SayAsync(Manager, "群發")).Card!;
        Fits(await PressAsync(choose, Verbs.BroadcastPick));
        var compose = await PressAsync((await Teams.SayAsync(Manager, "群發")).Card!, Verbs.BroadcastCompose);
        var preview = await PressAsync(compose, Verbs.BroadcastCompose, ("text1", "{{customer_name}} {{staff_name}} 您好"));
        Fits(preview);
        Fits(await PressAsync(preview, Verbs.BroadcastLeft));
        Fits((await Teams.SayAsync(Staff.Administrator, "稽核")).Card!);
    }

    [Fact]
    public async Task The_lists_of_ten_thousand_recipients_fit_into_a_card()
    {
        await CampaignAsync();
        var records = (await Teams.SayAsync(Manager, "群發紀錄")).Card!;
        Fits(records);
        var record = await PressAsync(records, Verbs.RecordsOpen);
        Fits(record);
        var all = await PressAsync(record, Verbs.RecordsRecipients);
        Assert.Contains("1–20 of 10,000", all.ToJsonString(Plain), StringComparison.Ordinal);
        Fits(all);
        foreach (var (field, value) in ((string, string)[])[("state", "Skipped"), ("reason", "Blocked"), ("name", "𠮷"), ("skip", "9990")])
            Fits(await PressAsync(all, Verbs.RecordsRecipients, (field, value)));
    }

    [Fact]
    public async Task Whose_name_leaves_no_room_is_left_out_and_one_that_grows_later_changes_nothing()
    {
        var customers = await open.Customers.TakenAsync(Manager, 3);
        var names = (string[])["小美", "阿華", Longest];
        for (var i = 0; i < names.Length; i++)
            await Teams.Get<Conversations>().SetProfileAsync(customers[i], new(names[i], "zh-TW"));
        await Teams.Get<Holds>().HoldAsync(Line, HoldReason.Token, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        var compose = await PressAsync((await Teams.SayAsync(Manager, "群發")).Card!, Verbs.BroadcastCompose);
        var words = "{{customer_name}}" + new string('好', 4_900);
        await PressAsync(await PressAsync(compose, Verbs.BroadcastCompose, ("text1", words)), Verbs.BroadcastSend);
        await open.Stub.CallAsync(call => call.Method == "PUT" && (int?)Numbers(call.Card)?["waiting"] == 2);
        await Teams.Get<Conversations>().SetProfileAsync(customers[0], new(Longest, "zh-TW"));
        await Teams.Get<Holds>().LiftAsync(Line, default);

        var end = await open.Stub.CallAsync(call => call.Method == "PUT" && (string?)Numbers(call.Card)?["state"] == "done");
        Assert.Equal((2, 1), ((int)Numbers(end.Card)!["accepted"]!, (int)Numbers(end.Card)!["skipped"]!));
        var sent = open.Stub.All.Where(call => call.Path.EndsWith("/message/push", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["小美", "阿華"],
            sent.Select(call => ((string)JsonNode.Parse(call.Body)!["messages"]![0]!["text"]!)[..2]).Order(StringComparer.Ordinal)
        );
    }

    private static void Fits(JsonObject card) =>
        Assert.True(Card.Bytes(card) < Card.MostBytes, $"{CardReader.Title(card)} has {Card.Bytes(card)} bytes");

    private static JsonNode? Numbers(JsonObject? card) => card?["metadata"]?["omo"];

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Manager, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    /// <summary>A broadcast of the manager's of which all are skipped.</summary>
    private async Task CampaignAsync()
    {
        var (campaigns, now) = (Teams.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(Manager, Audience.All, "en-US", now, default);
        await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text(Longest)]), default);
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), Many), default));
        var writer = Teams.Get<LaunchWriter>();
        var lease = (await writer.BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default))!;
        NewDelivery Skipped(int i) =>
            new(Line, $"U{i:x32}", Longest, null, i % 2 == 0 ? SkipReason.Blocked : SkipReason.ChannelCannotCarry);
        Assert.True(await writer.AppendAsync(lease, new("end", [.. Enumerable.Range(0, Many).Select(Skipped)], []), default));
        Assert.True(await writer.FinishLaunchAsync(lease with { Cursor = "end" }, default));
    }
}
