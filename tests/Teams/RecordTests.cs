using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;

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
        await using var teams = await TeamsFace.OpenAsync(stub, ("Omo:PublicUrl", "https://omo.example"));
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Manager, Elsewhere], default);
        await CampaignAsync(teams);

        Assert.Contains("No broadcasts", Words((await teams.SayAsync(Elsewhere, "records")).Card!), StringComparison.Ordinal);
        Assert.Contains("No broadcasts", Words((await teams.SayAsync(Staff.Other, "records")).Card!), StringComparison.Ordinal);
        var record = await PressAsync(teams, Manager, (await teams.SayAsync(Manager, "records")).Card!, "records.open");
        Assert.DoesNotContain("records.retry", Words(record), StringComparison.Ordinal);
        var all = await PressAsync(teams, Manager, record, "records.recipients");
        Assert.Contains("1–20 of 28", Words(all), StringComparison.Ordinal);
        var blocked = await PressAsync(teams, Manager, all, "records.recipients", ("state", "Skipped"), ("reason", "Blocked"));
        Assert.Contains("1–3 of 3", Words(blocked), StringComparison.Ordinal);
        Assert.Contains("Amy 0", Words(blocked), StringComparison.Ordinal);
        var named = await PressAsync(teams, Manager, all, "records.recipients", ("name", "bob 1"));
        Assert.Contains("1–11 of 11", Words(named), StringComparison.Ordinal);
        Assert.DoesNotContain("Amy", Words(named), StringComparison.Ordinal);
        await FilterGoesAlongAsync(teams, all);
        await IsExportedToTheManagerAloneAsync(teams, all);
    }

    /// <summary>From page to page.</summary>
    private static async Task FilterGoesAlongAsync(TeamsFace teams, JsonObject all)
    {
        var many = await PressAsync(teams, Manager, all, "records.recipients", ("reason", "Unsubscribed"));
        Assert.Contains("1–20 of 25", Words(many), StringComparison.Ordinal);
        var next = CardReader.Buttons(many).Single(button => (string?)button["title"] == "Next").DeepClone().AsObject();
        Assert.Contains("21–25 of 25", Words((await teams.PressAsync(Manager, next, "c"))["value"]!.AsObject()), StringComparison.Ordinal);
    }

    private static async Task IsExportedToTheManagerAloneAsync(TeamsFace teams, JsonObject all)
    {
        var link = await PressAsync(teams, Manager, all, "records.export");
        var url = (string)link["actions"]!.AsArray().Single(action => (string?)action!["type"] == "Action.OpenUrl")!["url"]!;
        Assert.StartsWith("https://omo.example/export/", url, StringComparison.Ordinal);
        Assert.Equal(
            Manager.Id,
            (await teams.Get<ExportLinks>().FindAsync(url.Split('/')[^1], TimeProvider.System.GetUtcNow(), default))!.StaffId
        );
        var export = CardReader.Buttons(all).Single(button => (string?)button["verb"] == "records.export").DeepClone().AsObject();
        foreach (var stranger in (StaffMember[])[Staff.Other, Elsewhere])
            Assert.Contains(
                "have access to it",
                (await teams.PressAsync(stranger, export.DeepClone().AsObject(), "c")).ToJsonString(),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_manager_sees_whose_a_record_is_and_on_which_channels()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub);
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Manager, Elsewhere], default);
        await CampaignAsync(teams);
        Assert.Matches("王店員 · .*LINE", Words((await teams.SayAsync(Manager, "records")).Card!));
        var own = Words((await teams.SayAsync(Staff.Seller, "records")).Card!);
        Assert.DoesNotContain("王店員", own, StringComparison.Ordinal);
        Assert.Contains("LINE", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_recipients_that_are_no_longer_kept_the_list_says_so_and_the_totals_stay()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub);
        await CampaignAsync(teams);
        var campaign = Assert.Single(await teams.Get<Campaigns>().ListAsync(Staff.Seller.Id, null, 0, 10, default)).Id;
        while (await teams.Get<LedgerRetention>().ForgetAsync(campaign, 1_000, default)) { }

        var record = await PressAsync(teams, Staff.Seller, (await teams.SayAsync(Staff.Seller, "records")).Card!, "records.open");
        Assert.Contains("28", Words(record), StringComparison.Ordinal);
        var list = await PressAsync(teams, Staff.Seller, record, "records.recipients");
        Assert.Contains("no longer kept", Words(list), StringComparison.Ordinal);
    }

    /// <summary>A campaign of the seller's of which all are skipped: 3 blocked, 25 unsubscribed.</summary>
    private static async Task CampaignAsync(TeamsFace teams)
    {
        var (campaigns, now) = (teams.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(Staff.Seller, Audience.All, "en-US", now, default);
        Assert.True(
            await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text("您好")]), default)
        );
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), 0), default));
        var lease = (
            await teams.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default)
        )!;
        NewDelivery Skipped(string name, int i, SkipReason reason) =>
            new(TestAccounts.Line, $"U{name[0]}{i:x31}", $"{name} {i}", null, reason);
        Assert.True(
            await teams
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
        Assert.True(await teams.Get<LaunchWriter>().FinishLaunchAsync(lease with { Cursor = "end" }, default));
    }

    private static async Task<JsonObject> PressAsync(
        TeamsFace teams,
        StaffMember who,
        JsonObject card,
        string verb,
        params (string, string)[] inputs
    )
    {
        var answer = await teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}
