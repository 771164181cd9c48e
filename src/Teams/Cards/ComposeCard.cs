using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, second step: up to five messages.</summary>
internal static class ComposeCard
{
    /// <summary>No platform takes a longer text in one message than this; the exact limit is the desk's to say.</summary>
    private const int LongestText = 5000;
    private const int LongestSample = 200;
    private const int RoomForTexts = 15 * 1024;

    /// <param name="texts">What the five inputs hold.</param>
    /// <param name="saved">The texts come from the saved draft, so that one too long for the card can be kept there and need not travel.</param>
    /// <returns>Null when what was typed does not fit into a card: then the card in the chat, which still holds it, must stay.</returns>
    public static JsonObject? Draw(Phrases phrases, Campaign campaign, IReadOnlyList<string> texts, bool saved, FieldError? error = null)
    {
        var kept = new List<int>();
        var room = RoomForTexts;
        var card = new Card(phrases).Title("Compose_Title").Hint("Compose_Hint");
        if (FieldError.At(error, "text") is { } wrong) card.Text(Markdown.Escape(wrong), color: "Attention");
        for (var i = 1; i <= Content.MostMessages; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"text{i}");
            var text = i <= texts.Count ? texts[i - 1] : "";
            room -= text.Length == 0 ? 0 : Card.Bytes(JsonValue.Create(text)!);
            if (room >= 0)
            {
                card.Input(
                    Card.TextInput(id, phrases.Say("Label_Text", i), text, LongestText, multiline: true, i == 1 ? phrases.Say("Placeholder_Text") : null), FieldError.At(error, id));
                continue;
            }
            if (!saved) return null;
            room += Card.Bytes(JsonValue.Create(text)!);
            kept.Add(i);
            card.Text(Markdown.Escape(phrases.Say("Label_Text", i)), bold: true)
                .Quote(Markdown.Clip(text, LongestSample))
                .Hint("Compose_Kept", phrases.Count(text.Length))
                .Input(new JsonObject { ["type"] = "Input.Toggle", ["id"] = $"drop{i}", ["title"] = phrases["Label_Drop"], ["value"] = "false" });
        }
        var data = ChooseCard.Data(campaign, "done");
        if (kept.Count > 0) data["keep"] = string.Join(',', kept);
        return card
            .Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Preview"], data, inputs: true))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], ChooseCard.Data(campaign, "form")))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], ChooseCard.Data(campaign, null)))
            .Build();
    }
}
