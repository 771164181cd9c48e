using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>隔離: what could not be applied, why, since when; and trying it again.</summary>
internal static class QuarantineCard
{
    /// <summary>So many are shown.</summary>
    public const int Size = 8;

    private const int LongestReason = 80;

    public static JsonObject Draw(Phrases phrases, Quarantine found, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Quarantine_Title");
        if (note is not null)
            card.Text(note);
        if (found.Count == 0)
            card.Say("Quarantine_None");
        else
            card.Add(Figures.Large(new(phrases.Count(found.Count), phrases.Say("Quarantine_Aside", phrases.Count(found.Count)))));
        foreach (var one in found.Oldest)
            card.Row(
                Parts(phrases, one, now),
                Card.Button(Verbs.QuarantineRetry, phrases["Button_RetryOne"], new(one.Id)).Of($"#{one.Id}")
            );
        if (found.Count > 1)
            card.Main(Card.Button(Verbs.QuarantineRetry, phrases["Button_RetryAll"], new((long?)null)));
        return card.Action(Card.Button(Verbs.QuarantineOpen, phrases["Button_Refresh"])).Build();
    }

    private static JsonObject[] Parts(Phrases phrases, Quarantined one, DateTimeOffset now) =>
        [
            Columns.Headed(
                TextBlocks.Strong($"#{one.Id}"),
                Badges.State(
                    one.Events is { } only ? phrases.Say("Quarantine_Events", phrases.Count(only)) : phrases["Quarantine_Whole"],
                    Meaning.None
                )
            ),
            TextBlocks.Small($"{Markdown.Escape(phrases.Marked(one.Channel))} · {phrases.Ago(one.At, now)}").Close(),
            TextBlocks.Body(Markdown.Escape(Markdown.Clip(one.Reason ?? "", LongestReason))).Close(),
        ];
}
