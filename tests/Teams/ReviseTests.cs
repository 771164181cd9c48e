using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A broadcast that was sent off is changed, copied, or found again as a draft.</summary>
public sealed class ReviseTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task The_time_of_a_scheduled_one_is_changed_from_a_draft_that_cannot_go_out()
    {
        var before = open.Pushes;
        var scheduled = await ScheduledAsync("改時間");
        var (id, version) = Shown(scheduled);
        var draft = await PressAsync(scheduled, Verbs.BroadcastRetime);
        Assert.Contains($"\"value\":\"{Day(2)}\"", draft.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"10:00\"", draft.ToJsonString(), StringComparison.Ordinal);
        // Whoever came to change the time is not led to send it at once, and knows that it is not scheduled meanwhile.
        Assert.Contains(Phrases.English["Draft_Unscheduled"], Words(draft), StringComparison.Ordinal);
        var main = Assert.Single(CardReader.Buttons(draft), button => (string?)button["style"] == "positive");
        Assert.Equal(Verbs.BroadcastSchedule.ToString(), (string?)main["verb"]);

        // Due by now, and no launcher begins it.
        await Teams.Get<Database>().ExecuteAsync("update campaigns set due_at = 1 where id = @id", default, ("id", id));
        await Teams.Get<Launcher>().LaunchAsync(id, default);
        var standing = (await Teams.Get<Campaigns>().FindAsync(id, default))!;
        Assert.Equal((CampaignState.Draft, version + 1), (standing.State, standing.Version));

        var again = await PressAsync(draft, Verbs.BroadcastSchedule, ("date", Day(3)), ("time", "11:00"));
        Assert.Equal("scheduled", State(again));
        Assert.Contains($"{{{{DATE({Day(3)}T03:00:00Z, SHORT)}}}}", again.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("out of date", (await PressAsync(scheduled, Verbs.BroadcastRetime)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before, open.Pushes);
    }

    [Fact]
    public async Task A_scheduled_one_is_written_anew_and_proposes_its_time()
    {
        var compose = await PressAsync(await ScheduledAsync("修改前"), Verbs.BroadcastRevise);
        Assert.Equal(Phrases.English["Compose_Title"], CardReader.Title(compose));
        Assert.Contains("修改前", Words(compose), StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Draft_Unscheduled"], Words(compose), StringComparison.Ordinal);
        var preview = await PressAsync(compose, Verbs.BroadcastCompose, ("text1", "修改後"));
        Assert.Contains($"\"value\":\"{Day(2)}\"", preview.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("修改後", Words(preview), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task A_time_that_was_proposed_and_not_changed_asks_nothing_when_it_is_to_be_sent_now(string locale)
    {
        Teams.Locale = locale;
        var draft = await PressAsync(await ScheduledAsync($"今天就發 {locale}"), Verbs.BroadcastRetime);
        (string, string)[] proposed = [("date", Day(2)), ("time", "10:00")];
        // Looked at anew it is a proposal still; changed it is not.
        draft = await PressAsync(draft, Verbs.BroadcastTimed, proposed);
        var asks = await PressAsync(draft, Verbs.BroadcastSend, ("date", Day(2)), ("time", "10:30"));
        Assert.Equal(Phrases.For(locale)["SendQuestion_Title"], CardReader.Title(asks));
        draft = await PressAsync(asks, Verbs.BroadcastTimed);
        Assert.Contains("\"value\":\"10:30\"", draft.ToJsonString(), StringComparison.Ordinal);

        await PressAsync(draft, Verbs.BroadcastSend, proposed);
        await open.Stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Teams.Locale = "en-US";
    }

    [Fact]
    public async Task A_record_is_copied_as_a_draft_and_drafts_are_listed_with_the_words_they_came_back_with()
    {
        var scheduled = await ScheduledAsync("複製我");
        var copy = await PressAsync(scheduled, Verbs.RecordsCopy);
        Assert.Contains("複製我", Words(copy), StringComparison.Ordinal);
        var id = (long)CardReader.Buttons(copy).First(button => (string?)button["verb"] == Verbs.BroadcastCompose)["data"]!["campaign"]!;
        Assert.NotEqual(Shown(scheduled).Id, id);
        Assert.Equal(CampaignState.Scheduled, (await Teams.Get<Campaigns>().FindAsync(Shown(scheduled).Id, default))!.State);

        await Teams
            .Get<Database>()
            .ExecuteAsync("update campaigns set returned = '陳經理: 請補上時間' where id = @id", default, ("id", id));
        var records = (await Teams.SayAsync(Staff.Seller, "records")).Card!;
        var drafts = await PressAsync(records, Verbs.RecordsDrafts);
        Assert.Contains("複製我", Words(drafts), StringComparison.Ordinal);
        Assert.Contains("請補上時間", Words(drafts), StringComparison.Ordinal);
        Assert.Contains("複製我", Words(await PressAsync(drafts, Verbs.BroadcastPreview)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_stands_under_what_it_is_of()
    {
        var (campaigns, now) = (Teams.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var (first, _) = Shown(await ScheduledAsync("原本"));
        var origin = (await campaigns.FindAsync(first, default))!;
        Assert.True(await campaigns.CancelAsync(first, origin.Version, now, default));
        await ScheduledAsync("後來的");
        var retry = await campaigns.RetryAsync(origin, false, "en", now, default);
        Assert.True(await campaigns.ScheduleAsync(retry.Id, retry.Version, new(now.AddDays(3), now.AddDays(4), 1), default));
        var listed = await campaigns.ListAsync(Staff.Seller.Id, null, 0, 50, default);
        var at = listed.ToList().FindIndex(campaign => campaign.Id == first);
        Assert.Equal(retry.Id, listed[at + 1].Id);
        Assert.Contains("↳", Words((await Teams.SayAsync(Staff.Seller, "records")).Card!), StringComparison.Ordinal);
    }

    private async Task<JsonObject> ScheduledAsync(string text)
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, Verbs.BroadcastCompose);
        var preview = await PressAsync(compose, Verbs.BroadcastCompose, ("text1", text));
        var scheduled = await PressAsync(preview, Verbs.BroadcastSchedule, ("date", Day(2)), ("time", "10:00"));
        Assert.Equal("scheduled", State(scheduled));
        return scheduled;
    }

    private static (long Id, int Version) Shown(JsonObject card)
    {
        var data = CardReader.Buttons(card).First(button => (string?)button["verb"] == Verbs.BroadcastRetime)["data"]!;
        return ((long)data["campaign"]!, (int)data["version"]!);
    }

    private static string Day(int days) =>
        TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string Words(JsonObject card) => card.ToJsonString(Plain);

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];
}
