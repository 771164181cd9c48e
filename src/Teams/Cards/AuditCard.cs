using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>稽核: who did what, when, to whom.</summary>
internal static class AuditCard
{
    public const int PageSize = 15;

    private const int MostPeople = 20,
        LongestName = 30,
        BriefName = 10;

    private const string Filter = "filter";

    /// <summary>Days that can be looked back.</summary>
    public static readonly int[] Days = [1, 7, 30, 400];

    public static JsonObject Draw(Phrases phrases, AuditPage page, AuditQuery asked) =>
        Card.Fit(brief => Draw(new Card(phrases), page, asked, new(phrases, page, brief ? BriefName : LongestName)));

    private static JsonObject Draw(Card card, AuditPage page, AuditQuery asked, AuditSentences sentences)
    {
        var phrases = card.Phrases;
        card.Title("Audit_Title");
        if (page.Lines.Count == 0)
            card.Say("Audit_None");
        foreach (var line in page.Lines)
            card.Row(Told(phrases, line, sentences));
        var chosen = page.Staff.FirstOrDefault(one => one.Is(asked.Person));
        var title = phrases.Say(
            "Audit_Filter",
            Markdown.Escape(chosen is null ? phrases["Audit_Everybody"] : phrases.Name(chosen.Name)),
            phrases.Say("Audit_Days", asked.Days)
        );
        card.Fold(Filter, title, open: chosen is not null || asked.Part is not null, [.. Filters(phrases, page, asked, chosen)]);
        if (page.More)
            card.Action(Card.Button(Verbs.AuditOpen, phrases["Button_Older"], asked with { Before = page.Lines[^1].Id, Part = null }));
        return card.Action(Card.Button(Verbs.AuditExport, phrases["Button_Export"], new(asked.Person, asked.Days))).Build();
    }

    private static JsonObject[] Told(Phrases phrases, AuditLine line, AuditSentences sentences)
    {
        var sentence = TextBlocks.Body(sentences.Of(line));
        var where = sentences.Store(line) is { } store ? $" · {store}" : "";
        return
        [
            line.Outcome == AuditOutcome.Done
                ? sentence
                : Columns.Headed(sentence, Badges.State(phrases.Of(line.Outcome), Means(line.Outcome))),
            TextBlocks.Small(Moments.Show(line.At) + where).Close(),
        ];
    }

    private static IEnumerable<JsonObject> Filters(Phrases phrases, AuditPage page, AuditQuery asked, StaffMember? chosen)
    {
        var part = asked.Part ?? 0;
        var parts = Lookup.Parts(page.Staff.Count, MostPeople);
        yield return Lookup.Choice(
            phrases,
            new(Field.Person, "Label_Person", "Choice_All", Lookup.Staff, MostPeople),
            chosen?.Id,
            [.. page.Staff.Select(People.Choice)],
            part
        );
        yield return Inputs.Choice(
            Field.Days,
            phrases["Label_Days"],
            Number(asked.Days),
            Days.Select(day => (Number(day), phrases.Say("Audit_Days", day)))
        );
        var show = Card.Button(Verbs.AuditOpen, phrases["Button_Show"], new JsonObject(), inputs: true);
        if (parts == 1)
        {
            yield return Buttons.Row(show);
            yield break;
        }
        yield return TextBlocks.Small(phrases.Say("Lookup_Part", part % parts + 1, parts));
        // What is chosen comes along: only which part is shown is the button's.
        var turn = new JsonObject().Put(Field.Part, (part + 1) % parts);
        yield return Buttons.Row(show, Card.Button(Verbs.AuditOpen, phrases["Button_MoreChoices"], turn, inputs: true));
    }

    private static Meaning Means(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Failed => Meaning.Attention,
            AuditOutcome.Begun => Meaning.Warning,
            _ => Meaning.None,
        };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
