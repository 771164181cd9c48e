using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A finished broadcast once more: to those whom it did not reach, and to nobody else.</summary>
public sealed partial class RetryTests(RetryTests.Finished finished) : IClassFixture<RetryTests.Finished>
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

    private TeamsFace Teams => finished.Teams;

    [Fact]
    public async Task The_record_offers_its_sender_alone_the_failed_and_apart_from_them_the_doubtful()
    {
        var (card, retry, _) = await RecordOfAsync(await finished.CampaignAsync());
        Assert.Equal("done", (string?)card["metadata"]!["omo"]!["state"]);
        Assert.Equal([Phrases.English.Say("Button_Retry", "2"), Phrases.English["Button_RetryDoubtful"]], Retries(card));
        var others = await Teams.PressAsync(Staff.Other, retry, "m");
        Assert.Contains("have access to it", others.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_often_it_is_pressed_it_is_one_draft_to_those_who_were_refused_for_a_while_or_too_late()
    {
        var (_, retry, doubtful) = await RecordOfAsync(await finished.CampaignAsync());
        var previews = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PreviewAsync(retry)));
        Assert.Single(previews.Select(DraftOf).Distinct());
        // Not the one whom nobody can write to, nor the unknown one, nor the one who has it.
        Assert.All(previews, preview => Assert.Contains("Send now to 2", preview.ToJsonString(Plain), StringComparison.Ordinal));
        Assert.Contains("Customers who already got it don’t get it again", previews[0].ToJsonString(Plain), StringComparison.Ordinal);

        var wider = await PreviewAsync(doubtful);
        Assert.Contains("Send now to 3", wider.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains("They may get it twice", wider.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(
            "out of date",
            (await Teams.PressAsync(Staff.Seller, previews[0], "broadcast.send", "the-card")).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Only_the_failed_get_it_again_however_often_the_button_is_pressed()
    {
        var (_, retry, _) = await RecordOfAsync(await finished.CampaignAsync());
        var before = (await finished.ReachedAsync()).Count;
        await SendAsync(await PreviewAsync(retry));
        Assert.Equal(
            finished.Users[1..3].Order(StringComparer.Ordinal),
            (await finished.ReachedAsync()).Skip(before).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_record_leads_to_the_other_and_nobody_is_left_to_retry()
    {
        var origin = await finished.CampaignAsync();
        var (_, retry, _) = await RecordOfAsync(origin);
        var again = await SendAsync(await PreviewAsync(retry));

        var first = await PressAsync(Teams, await RecordAsync(Teams, again), "records.open", "Original broadcast");
        Assert.Equal(origin, (long)first["metadata"]!["omo"]!["campaign"]!);
        var second = await PressAsync(Teams, first, "records.open", "Retry result");
        Assert.Equal(again, (long)second["metadata"]!["omo"]!["campaign"]!);
        var none = await Teams.PressAsync(Staff.Seller, retry.DeepClone().AsObject(), "the-card");
        Assert.Contains("There are no customers left", none.ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_result_in_the_list_of_recipients_has_what_can_be_done_next()
    {
        var all = await PressAsync(Teams, await RecordAsync(Teams, await finished.CampaignAsync()), "records.recipients");

        Assert.Equal([Phrases.English["Button_RetryDoubtful"], Phrases.English.Say("Button_Retry", "2")], Retries(all));
        Assert.Equal([Phrases.English.Say("Button_Retry", "2")], Retries(await ShownAsync("state", "Refused")));
        Assert.Equal([Phrases.English.Say("Button_Retry", "2")], Retries(await ShownAsync("state", "Expired")));
        var doubtful = await ShownAsync("state", "Unknown");
        Assert.Equal([Phrases.English["Button_RetryDoubtful"]], Retries(doubtful));
        Assert.Contains(Phrases.English["Next_Doubtful"], doubtful.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Retries(await ShownAsync("state", "Accepted")));

        async Task<JsonObject> ShownAsync(string field, string value) =>
            (await Teams.PressAsync(Staff.Seller, all, "records.recipients", "c", (field, value)))["value"]!.AsObject();
    }

    [Fact]
    public async Task Whom_nothing_can_reach_has_no_button_and_the_code_stands_small_beneath_our_sentence()
    {
        var all = await PressAsync(Teams, await RecordAsync(Teams, await finished.CampaignAsync()), "records.recipients");
        var shown = await Teams.PressAsync(Staff.Seller, all, "records.recipients", "c", ("reason", "100/2018001"));
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
        var campaign = await LedgerAsync(
            Teams,
            finished.Account,
            finished.Users[..2],
            (SettledAs.Accepted, null),
            (SettledAs.Refused, "100/2018001")
        );
        var record = await RecordAsync(Teams, campaign);
        Assert.Contains(Phrases.English["Progress_NoRetry"], record.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Retries(record));
    }

    private static IEnumerable<string?> Retries(JsonObject card) =>
        CardReader.Buttons(card).Where(button => (string?)button["verb"] == "records.retry").Select(Title);

    /// <summary>The record of a campaign, its button for the failed and the one for the doubtful.</summary>
    private async Task<(JsonObject Card, JsonObject Retry, JsonObject Doubtful)> RecordOfAsync(long campaign)
    {
        var card = await RecordAsync(Teams, campaign);
        var buttons = CardReader.Buttons(card).Where(button => (string?)button["verb"] == "records.retry").ToList();
        return (card, buttons[0].DeepClone().AsObject(), buttons[1].DeepClone().AsObject());
    }

    private async Task<JsonObject> PreviewAsync(JsonObject button) =>
        (await Teams.PressAsync(Staff.Seller, button.DeepClone().AsObject(), "the-card"))["value"]!.AsObject();

    private static long DraftOf(JsonObject preview) =>
        (long)CardReader.Buttons(preview).First(button => (string?)button["verb"] == "broadcast.send")["data"]!["campaign"]!;

    /// <summary>Presses three times at once, and waits for the end.</summary>
    private async Task<long> SendAsync(JsonObject preview)
    {
        var again = DraftOf(preview);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Teams.PressAsync(Staff.Seller, preview, "broadcast.send", "the-card")));
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(30),
            () => Teams.Get<Campaigns>().FindAsync(again, default),
            campaign => campaign!.State == CampaignState.Done
        );
        return again;
    }

    private static string? Title(JsonObject button) => (string?)button["title"];

    private static async Task<JsonObject> RecordAsync(TeamsFace teams, long campaign)
    {
        var records = (await teams.SayAsync(Staff.Seller, "records")).Card!;
        var open = CardReader
            .Buttons(records)
            .First(button => (string?)button["verb"] == "records.open" && (long)button["data"]!["campaign"]! == campaign)
            .DeepClone()
            .AsObject();
        return (await teams.PressAsync(Staff.Seller, open, "other"))["value"]!.AsObject();
    }

    private static async Task<JsonObject> PressAsync(TeamsFace teams, JsonObject card, string verb, string? title = null)
    {
        var button = CardReader
            .Buttons(card)
            .First(button => (string?)button["verb"] == verb && (title is null || (string?)button["title"] == title))
            .DeepClone()
            .AsObject();
        return (await teams.PressAsync(Staff.Seller, button, "other"))["value"]!.AsObject();
    }
}
