using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Two cards of one draft or one conversation lie in the chat, or on two devices, and both are pressed: the older one says
/// so, does nothing that was not meant, and loses nothing that is typed on it.</summary>
public sealed class OlderCardsTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Day => TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private TeamsFace Teams => open.Teams;

    public static TheoryData<string> Locales => ["en-US", "zh-TW"];

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task A_preview_looked_at_anew_shows_where_the_draft_is_now_and_no_preview_of_nothing(string locale)
    {
        var (phrases, older) = (Speak(locale), await PreviewAsync("first"));
        var compose = await PressAsync(older, Verbs.BroadcastCompose, "newer");
        var newer = await PressAsync(compose, Verbs.BroadcastChoose, "newer", ("text1", ""));
        var anew = await PressAsync(older, Verbs.BroadcastTimed, "older");
        Assert.Equal(phrases["Choose_Title"], CardReader.Title(anew));
        Assert.Contains(phrases["Old"], Text(anew), StringComparison.Ordinal);
        // A time that was typed has no place there, and stays.
        var note = await Teams.PressAsync(Staff.Seller, older, Verbs.BroadcastSchedule, "older", ("date", Day), ("time", "10:00"));
        Assert.Equal(phrases["Compose_TypedNoRoom"], (string?)note["value"]);
        // And the newer one is that still.
        var on = await PressAsync(newer, Verbs.BroadcastCompose, "newer");
        Assert.Equal(phrases["Compose_Title"], CardReader.Title(on));
        Assert.DoesNotContain(phrases["Old"], Text(on), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task A_time_typed_on_an_older_preview_comes_along_to_the_present_one(string locale)
    {
        var (phrases, older) = (Speak(locale), await PreviewAsync("first"));
        var compose = await PressAsync(older, Verbs.BroadcastCompose, "newer");
        var newer = await PressAsync(compose, Verbs.BroadcastCompose, "newer", ("text1", "second"));
        foreach (var verb in (string[])[Verbs.BroadcastSchedule, Verbs.BroadcastSend, Verbs.BroadcastTimed])
        {
            var shown = await PressAsync(older, verb, "older", ("date", Day), ("time", "10:30"));
            Assert.Contains(phrases["Old"], Text(shown), StringComparison.Ordinal);
            Assert.Contains("second", Text(shown), StringComparison.Ordinal);
            Assert.Contains($"\"value\":\"{Day}\"", Text(shown), StringComparison.Ordinal);
            Assert.Contains("\"value\":\"10:30\"", Text(shown), StringComparison.Ordinal);
        }
        Assert.Empty(await PlaceAsync(newer));
        var scheduled = await PressAsync(newer, Verbs.BroadcastSchedule, "newer", ("date", Day), ("time", "11:00"));
        Assert.Equal("scheduled", (string?)scheduled["metadata"]?["omo"]?["state"]);
        // Whatever is pressed on the other, this is the one that is brought up to date.
        await PressAsync(older, Verbs.BroadcastSend, "older");
        Assert.Equal(["newer"], await PlaceAsync(newer));
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task Another_reply_on_a_card_from_which_one_went_already_is_not_sent_and_not_lost(string locale)
    {
        var phrases = Speak(locale);
        var card = await OpenAsync(await open.Customers.TakenAsync(Staff.Seller));
        var before = open.Pushes;
        await PressAsync(card, Verbs.ConversationReply, "here", ("text", "two of them"));
        var other = await PressAsync(card, Verbs.ConversationReply, "there", ("text", "no, three"));
        Assert.Contains(phrases["Reply_OtherWords"], Text(other), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"no, three\"", Text(other), StringComparison.Ordinal);
        // The same words are the same reply, and nobody is led to send it twice.
        var same = await PressAsync(card, Verbs.ConversationReply, "there", ("text", "two of them"));
        Assert.DoesNotContain("\"value\":\"two of them\"", Text(same), StringComparison.Ordinal);
        await PressAsync(other, Verbs.ConversationReply, "there", ("text", "no, three"));
        await Until.SeenAsync("two replies", TimeSpan.FromSeconds(20), () => Task.FromResult(open.Pushes), pushes => pushes == before + 2);
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task Other_tags_and_another_note_on_a_card_from_which_some_were_saved_already_stay_typed(string locale)
    {
        Speak(locale);
        var card = await OpenAsync(await open.Customers.TakenAsync(Staff.Seller));
        var sheet = await PressAsync(card, Verbs.ConversationMore, "here");
        await PressAsync(sheet, Verbs.ConversationTag, "here", ("tags", "VIP"));
        var tags = await PressAsync(sheet, Verbs.ConversationTag, "there", ("tags", "blue"));
        Assert.Contains("\"value\":\"blue\"", Text(tags), StringComparison.Ordinal);
        await PressAsync(sheet, Verbs.ConversationNote, "here", ("note", "likes blue"));
        var note = await PressAsync(sheet, Verbs.ConversationNote, "there", ("note", "likes red"));
        Assert.Contains("\"value\":\"likes red\"", Text(note), StringComparison.Ordinal);
        var same = await PressAsync(sheet, Verbs.ConversationNote, "there", ("note", "likes blue"));
        Assert.DoesNotContain("\"value\":\"likes blue\"", Text(same), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task Another_saved_reply_on_a_form_that_was_saved_already_stays_typed_and_can_be_saved(string locale)
    {
        var phrases = Speak(locale);
        var form = await PressAsync((await Teams.SayAsync(Staff.Seller, "saved replies")).Card!, Verbs.SavedNew, "here");
        (string, string)[] kept = [("name", $"hours {locale}"), ("text1", "we are\nopen")];
        await PressAsync(form, Verbs.SavedKeep, "here", kept);
        var other = await PressAsync(form, Verbs.SavedKeep, "there", ("name", $"hours {locale}"), ("text1", "we are closed"));
        Assert.Contains(phrases["Saved_OtherWords"], Text(other), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"we are closed\"", Text(other), StringComparison.Ordinal);
        // The same words are the same saved reply.
        var same = await PressAsync(form, Verbs.SavedKeep, "there", ("name", $"hours {locale}"), ("text1", "we are\r\nopen"));
        Assert.Equal(phrases["Saved_Title"], CardReader.Title(same));
        var saved = await PressAsync(other, Verbs.SavedKeep, "there", ("name", $"hours {locale}"), ("text1", "we are closed"));
        Assert.Contains(phrases["Saved_Kept"], Text(saved), StringComparison.Ordinal);
        var reply = Assert.Single(await Teams.Get<SavedReplies>().AllAsync(default), reply => reply.Name == $"hours {locale}");
        Assert.Equal(new OutboundMessage.Text("we are closed"), Assert.Single(reply.Content.Messages));
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task A_saved_reply_that_was_changed_or_deleted_elsewhere_loses_nothing_that_is_typed_here(string locale)
    {
        var phrases = Speak(locale);
        var form = await PressAsync((await Teams.SayAsync(Staff.Seller, "saved replies")).Card!, Verbs.SavedNew, "here");
        var list = await PressAsync(form, Verbs.SavedKeep, "here", ("name", "0"), ("text1", locale));
        var (edit, elsewhere) = (await PressAsync(list, Verbs.SavedEdit, "here"), await PressAsync(list, Verbs.SavedEdit, "there"));
        await PressAsync(elsewhere, Verbs.SavedKeep, "there", ("name", "0"), ("text1", "theirs"));
        var changed = await PressAsync(edit, Verbs.SavedKeep, "here", ("name", "0"), ("text1", "mine"));
        Assert.Contains(phrases["Saved_OtherWords"], Text(changed), StringComparison.Ordinal);
        list = await PressAsync(changed, Verbs.SavedKeep, "here", ("name", "0"), ("text1", "mine"));
        await PressAsync(await PressAsync(list, Verbs.SavedAskDelete, "here"), Verbs.SavedDelete, "here");
        var gone = await PressAsync(form, Verbs.SavedKeep, "there", ("name", "0"), ("text1", "and mine"));
        Assert.Contains(phrases["Saved_OtherWordsGone"], Text(gone), StringComparison.Ordinal);
        list = await PressAsync(gone, Verbs.SavedKeep, "there", ("name", "0"), ("text1", "and mine"));
        Assert.Contains("and mine", Text(list), StringComparison.Ordinal);
        await PressAsync(await PressAsync(list, Verbs.SavedAskDelete, "here"), Verbs.SavedDelete, "here");
    }

    private Phrases Speak(string locale)
    {
        Teams.Locale = locale;
        return Phrases.For(locale);
    }

    private async Task<JsonObject> PreviewAsync(string text)
    {
        await open.Customers.TakenAsync(Staff.Seller);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, Verbs.BroadcastCompose, "older");
        return await PressAsync(compose, Verbs.BroadcastCompose, "older", ("text1", text));
    }

    private async Task<JsonObject> OpenAsync(CustomerKey customer) =>
        (
            await Teams.PressAsync(
                Staff.Seller,
                Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() }),
                "here"
            )
        )["value"]!.AsObject();

    /// <summary>The card that is brought up to date, of the draft that this one shows.</summary>
    private async Task<IReadOnlyList<string>> PlaceAsync(JsonObject card) =>
        await Teams
            .Get<Database>()
            .QueryAsync(
                "select activity_id from campaign_cards where campaign = @campaign",
                row => row.Text("activity_id"),
                default,
                ("campaign", (long)CardReader.Buttons(card).First(button => button["data"]!["campaign"] is not null)["data"]!["campaign"]!)
            );

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, string id, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, card, verb, id, inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string Text(JsonObject card) => card.ToJsonString(Plain);
}
