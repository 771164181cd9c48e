using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

/// <summary>群發紀錄: recipients by state, reason and name, and their table by a link.</summary>
public sealed class RecordTests
{
    private static readonly StaffMember Manager = new("55555555-5555-4555-8555-555555555555", "陳經理", Role.Manager, "信義店");
    private static readonly StaffMember Elsewhere = new("66666666-6666-4666-8666-666666666666", "林經理", Role.Manager, "台中店");
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Recipients_are_filtered_and_a_manager_sees_those_of_the_store()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:PublicUrl", "https://omo.example")
        );
        await house.Get<StaffDirectory>().ReplaceAsync([House.Seller, House.Other, Manager, Elsewhere], default);
        await CampaignAsync(house);

        Assert.Contains("No broadcasts", Words((await house.SayAsync(Elsewhere, "records")).Card!), StringComparison.Ordinal);
        Assert.Contains("No broadcasts", Words((await house.SayAsync(House.Other, "records")).Card!), StringComparison.Ordinal);
        var open = (await house.SayAsync(Manager, "records")).Card!;
        var record = await PressAsync(house, Manager, open, "records.open");
        Assert.DoesNotContain("records.retry", Words(record), StringComparison.Ordinal);
        var all = await PressAsync(house, Manager, record, "records.recipients");
        Assert.Contains("1–20 of 28", Words(all), StringComparison.Ordinal);
        var blocked = await PressAsync(house, Manager, all, "records.recipients", ("state", "Skipped"), ("reason", "Blocked"));
        Assert.Contains("1–3 of 3", Words(blocked), StringComparison.Ordinal);
        Assert.Contains("Amy 0", Words(blocked), StringComparison.Ordinal);
        var named = await PressAsync(house, Manager, all, "records.recipients", ("name", "bob 1"));
        Assert.Contains("1–11 of 11", Words(named), StringComparison.Ordinal);
        Assert.DoesNotContain("Amy", Words(named), StringComparison.Ordinal);

        // The filter goes along from page to page.
        var many = await PressAsync(house, Manager, all, "records.recipients", ("reason", "Unsubscribed"));
        Assert.Contains("1–20 of 25", Words(many), StringComparison.Ordinal);
        var next = House.Buttons(many).Single(button => (string?)button["title"] == "Next").DeepClone().AsObject();
        Assert.Contains("21–25 of 25", Words((await house.PressAsync(Manager, next, "c"))["value"]!.AsObject()), StringComparison.Ordinal);

        var link = await PressAsync(house, Manager, all, "records.export");
        var url = (string)link["actions"]!.AsArray().Single(action => (string?)action!["type"] == "Action.OpenUrl")!["url"]!;
        Assert.StartsWith("https://omo.example/export/", url, StringComparison.Ordinal);
        Assert.Equal(
            Manager.Id,
            (await house.Get<ExportLinks>().FindAsync(url.Split('/')[^1], TimeProvider.System.GetUtcNow(), default))!.StaffId
        );
        var export = House.Buttons(all).Single(button => (string?)button["verb"] == "records.export").DeepClone().AsObject();
        foreach (var stranger in (StaffMember[])[House.Other, Elsewhere])
            Assert.Contains(
                "have access to it",
                (await house.PressAsync(stranger, export.DeepClone().AsObject(), "c")).ToJsonString(),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_manager_sees_whose_a_record_is_and_on_which_channels()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(stub, "Development", ("Omo:Teams:AllowAnonymous", "true"));
        await house.Get<StaffDirectory>().ReplaceAsync([House.Seller, House.Other, Manager, Elsewhere], default);
        await CampaignAsync(house);
        Assert.Matches("王店員 · .*LINE", Words((await house.SayAsync(Manager, "records")).Card!));
        var own = Words((await house.SayAsync(House.Seller, "records")).Card!);
        Assert.DoesNotContain("王店員", own, StringComparison.Ordinal);
        Assert.Contains("LINE", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_recipients_that_are_no_longer_kept_the_list_says_so_and_the_totals_stay()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(stub, "Development", ("Omo:Teams:AllowAnonymous", "true"));
        await CampaignAsync(house);
        var campaign = Assert.Single(await house.Get<Campaigns>().ListAsync(House.Seller.Id, null, 0, 10, default)).Id;
        while (await house.Get<LedgerRetention>().ForgetAsync(campaign, 1_000, default)) { }

        var record = await PressAsync(house, House.Seller, (await house.SayAsync(House.Seller, "records")).Card!, "records.open");
        Assert.Contains("28", Words(record), StringComparison.Ordinal);
        var list = await PressAsync(house, House.Seller, record, "records.recipients");
        Assert.Contains("no longer kept", Words(list), StringComparison.Ordinal);
    }

    /// <summary>A campaign of the seller's of which all are skipped: 3 blocked, 25 unsubscribed.</summary>
    private static async Task CampaignAsync(House house)
    {
        var (campaigns, now) = (house.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(House.Seller, Audience.All, "en-US", now, default);
        Assert.True(
            await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text("您好")]), default)
        );
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), 0), default));
        var lease = (
            await house.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default)
        )!;
        NewDelivery Skipped(string name, int i, SkipReason reason) =>
            new(new AccountKey(ChannelId.Line, House.Line), $"U{name[0]}{i:x31}", $"{name} {i}", null, reason);
        Assert.True(
            await house
                .Get<LaunchWriter>()
                .AppendAsync(
                    lease,
                    new(
                        "end",
                        [
                            .. Enumerable.Range(0, 3).Select(i => Skipped("Amy", i, SkipReason.Blocked)),
                            .. Enumerable.Range(0, 25).Select(i => Skipped("Bob", i, SkipReason.Unsubscribed)),
                        ],
                        []
                    ),
                    default
                )
        );
        Assert.True(await house.Get<LaunchWriter>().FinishLaunchAsync(lease with { Cursor = "end" }, default));
    }

    private static async Task<JsonObject> PressAsync(
        House house,
        StaffMember who,
        JsonObject card,
        string verb,
        params (string, string)[] inputs
    )
    {
        var answer = await house.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}
