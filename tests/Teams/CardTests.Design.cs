using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What docs/cards.md asks of every card, as far as a machine can tell.</summary>
public sealed partial class CardTests
{
    internal static IEnumerable<(string Name, JsonObject Card)> Every(Phrases phrases) =>
        Usual(phrases)
            .Concat(Results(phrases))
            .Concat(Steps(phrases))
            .Concat(InboxCards.Usual(phrases))
            .Concat(ApprovalCards.Usual(phrases))
            .Concat(AuditCards.Usual(phrases))
            .Concat(PersonCards.Usual(phrases));

    /// <summary>The cards that are drawn by that page already.</summary>
    private static IEnumerable<(string Name, JsonObject Card)> Designed(Phrases phrases) =>
        Every(phrases)
            .Where(one =>
                one.Name.Split('-')[0]
                    is "choose"
                        or "compose"
                        or "preview"
                        or "review"
                        or "scheduled"
                        or "starting"
                        or "sending"
                        or "paused"
                        or "waiting"
                        or "done"
                        or "cancelled"
                        or "awaiting"
                        or "conversation"
                        or "pending"
                        or "mine"
                        or "closed"
                        or "saved"
                        or "template"
                        or "bound"
                        or "customer"
                        or "person"
                        or "opt"
                        or "pick"
                        or "pass"
                        or "passed"
                        or "help"
                        or "welcome"
                        or "unknown"
                        or "settings"
                        or "attached"
                        or "draft"
                        or "loose"
                        or "which"
                        or "quarantine"
                        or "export"
                        or "message"
                        or "notice"
                        or "team"
                        or "audit"
                        or "recipients"
                        or "records"
                        or "drafts"
                        or "left"
                        or "cancel"
                        or "approval"
            );

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en-US")]
    public void A_card_has_one_main_button_few_others_in_sight_and_what_destroys_at_the_end(string locale)
    {
        foreach (var (name, card) in Designed(Phrases.For(locale)))
        {
            var all = (card["actions"] as JsonArray ?? []).Select(button => button!.AsObject()).ToList();
            var sight = all.Where(button => (string?)button["mode"] != "secondary").ToList();
            Assert.True(sight.Count <= 4, $"{name}: {sight.Count} buttons in sight");
            Assert.True(All(card).Count(button => (string?)button["style"] == "positive") <= 1, $"{name}: two main buttons");
            Assert.All(sight.SkipLast(1), button => Assert.NotEqual((name, "destructive"), (name, (string?)button["style"])));
        }
    }

    [Fact]
    public void A_newer_element_says_what_older_clients_draw_in_its_place() =>
        Assert.All(
            Every(Phrases.Chinese)
                .SelectMany(one => All(one.Card))
                .Where(element => (string?)(element["type"] as JsonValue) is "Badge" or "ProgressBar"),
            element => Assert.True(element["fallback"] is JsonObject { Count: > 1 } || (string?)element["fallback"] == "drop")
        );

    [Fact]
    public void A_badge_begins_as_a_sentence_does() =>
        Assert.All(
            Every(Phrases.English)
                .SelectMany(one => All(one.Card))
                .Where(element => (string?)(element["type"] as JsonValue) == "Badge")
                .Select(badge => (string)badge["text"]!),
            text => Assert.False(char.IsLower(text[0]), text)
        );

    [Fact]
    public void Chinese_cards_quote_as_Chinese_does() =>
        Assert.All(Every(Phrases.Chinese), one => Assert.All(Strings(one.Card), text => Assert.DoesNotContain('“', text)));

    [Fact]
    public void What_only_has_to_be_approved_is_no_error()
    {
        var card = Every(Phrases.English).Single(one => one.Name == "preview-asks").Card;
        var told = All(card).Single(element => (string?)(element["text"] as JsonValue) == Phrases.English["Preview_NeedsApproval"]);
        Assert.Equal("Warning", (string?)told["color"]);
    }

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(member => Strings(member.Value)),
            JsonArray many => many.SelectMany(Strings),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };

    [Fact]
    public void A_button_of_a_row_says_whose_it_is_to_those_who_hear_it_alone() =>
        Assert.All(
            Designed(Phrases.Chinese)
                .Where(one =>
                    one.Name
                        is "pending"
                            or "mine"
                            or "closed"
                            or "compose-media"
                            or "saved"
                            or "template-list"
                            or "bound"
                            or "which"
                            or "quarantine"
                            or "team"
                            or "team-conversations"
                            or "records"
                            or "records-manager"
                            or "drafts"
                )
                .SelectMany(one => All(one.Card["body"]))
                .Where(element =>
                    (string?)(element["type"] as JsonValue) == "Action.Execute" && element["verb"]!.ToString() != "broadcast.insert"
                ),
            button => Assert.StartsWith($"{button["title"]} – ", (string?)button["tooltip"], StringComparison.Ordinal)
        );

    [Fact]
    public void A_code_to_be_scanned_is_large_and_stands_alone()
    {
        var card = InboxCards.Usual(Phrases.English).Single(one => one.Item1 == "bound").Item2;
        Assert.All(All(card).Where(element => (string?)(element["type"] as JsonValue) == "Image"), image =>
            Assert.Equal("248px", (string?)image["width"])
        );
        var buttons = All(card).Where(element => (string?)(element["type"] as JsonValue) == "Action.ToggleVisibility").ToList();
        Assert.Equal(2, buttons.Select(button => (string?)button["tooltip"]).Distinct().Count());
        Assert.All(buttons, button => Assert.Single(button["targetElements"]!.AsArray(), one => (bool)one!["isVisible"]!));
    }

    [Fact]
    public void What_is_filled_in_later_is_read_as_what_it_stands_for()
    {
        Assert.Equal(
            "Hi [customer name], [staff name] of [store] [else]",
            Phrases.English.Readable("Hi {{customer_name}}, {{ Staff_Name | us }} of {{store_name}} {{else}}")
        );
        Assert.All(Results(Phrases.Chinese).SelectMany(one => All(one.Item2)), element =>
            Assert.DoesNotContain("{{customer", (element["text"] as JsonValue)?.ToString() ?? "", StringComparison.Ordinal)
        );
    }
}
