using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>設定 and 說明: what each person chose, and what each may do.</summary>
public sealed class SettingsTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task The_language_chosen_is_spoken_at_once_and_from_then_on_also_on_cards_that_nobody_asked_for()
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        var settings = (await Teams.SayAsync(Staff.Seller, "settings")).Card!;
        Assert.Equal("en", (string?)settings["lang"]);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, "broadcast.compose");
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var preview = await PressAsync(compose, "broadcast.compose", ("text1", "Hi"));
        await PressAsync(preview, "broadcast.schedule", ("date", day), ("time", "10:00"));
        await open.Stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["lang"] == "en");

        var chinese = CardReader.Buttons(settings).Single(button => (string?)button["data"]!["language"] == "zh-Hant");
        var chosen = (await Teams.PressAsync(Staff.Seller, (JsonObject)chinese.DeepClone(), "m1"))["value"]!.AsObject();
        Assert.Equal("zh", (string?)chosen["lang"]);
        // Their client still says English.
        Assert.Equal("zh", (string?)(await Teams.SayAsync(Staff.Seller, "help")).Card!["lang"]);
        await open.Stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["lang"] == "zh");
        Assert.Equal("en", (string?)(await Teams.SayAsync(Staff.Other, "help")).Card!["lang"]);

        var client = CardReader.Buttons(chosen).Single(button => (string?)button["data"]!["language"] == "");
        Assert.Equal("en", (string?)(await Teams.PressAsync(Staff.Seller, (JsonObject)client.DeepClone(), "m1"))["value"]!["lang"]);
    }

    [Fact]
    public async Task Who_goes_off_duty_is_known_to_be()
    {
        var staff = Teams.Get<StaffDesk>();
        Assert.True(await staff.IsOnDutyAsync(Staff.Other.Id, default));
        var off = await PressAsync((await Teams.SayAsync(Staff.Other, "off duty")).Card!, "settings.duty", Staff.Other);
        Assert.Contains("Go on duty", off.ToJsonString(), StringComparison.Ordinal);
        Assert.False(await staff.IsOnDutyAsync(Staff.Other.Id.ToUpperInvariant(), default));
        await PressAsync(off, "settings.duty", Staff.Other);
        Assert.True(await staff.IsOnDutyAsync(Staff.Other.Id, default));
        Assert.False(await staff.IsOnDutyAsync("nobody", default));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task An_administrator_who_has_no_customers_is_asked_for_no_duty(string locale)
    {
        Teams.Locale = locale;
        var phrases = Phrases.For(locale);
        var settings = (await Teams.SayAsync(Staff.Administrator, "settings")).Card!;
        Assert.DoesNotContain(CardReader.Buttons(settings), button => (string?)button["verb"] == "settings.duty");
        Assert.DoesNotContain(phrases["Settings_OnHint"], settings.ToJsonString(Plain), StringComparison.Ordinal);
        var help = (await Teams.SayAsync(Staff.Administrator, "help")).Card!.ToJsonString(Plain);
        Assert.DoesNotContain(phrases["Help_Settings"], help, StringComparison.Ordinal);
        Assert.Contains(phrases["Help_Language"], help, StringComparison.Ordinal);
        Assert.Equal(phrases["Denied_Manager"], (await Teams.SayAsync(Staff.Administrator, "team")).Text);
        Teams.Locale = "en-US";
    }

    [Fact]
    public async Task A_language_that_is_not_offered_is_refused()
    {
        var card = (await Teams.SayAsync(Staff.Other, "設定")).Card!;
        var button = (JsonObject)CardReader.Buttons(card).First(button => (string?)button["verb"] == "settings.language").DeepClone();
        button["data"]!["language"] = "tlh";
        Assert.Contains("That language isn", (await Teams.PressAsync(Staff.Other, button, "m1")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_only_what_this_person_may_do()
    {
        var seller = (await Teams.SayAsync(Staff.Other, "help")).Card!.ToJsonString();
        var administrator = (await Teams.SayAsync(Staff.Administrator, "help")).Card!.ToJsonString();
        Assert.Contains("**pending**", seller, StringComparison.Ordinal);
        Assert.Contains("**saved replies**", administrator, StringComparison.Ordinal);
        Assert.DoesNotContain("**pending**", administrator, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "bound.open",
            (await Teams.SayAsync(Staff.Administrator, "settings")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        await PressAsync(card, verb, Staff.Seller, inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}
