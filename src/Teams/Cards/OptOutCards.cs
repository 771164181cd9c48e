using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>退訂名單.</summary>
internal static class OptOutCards
{
    private const int MostFaults = 10;

    public static JsonObject Open(Phrases phrases, long count, string? note = null)
    {
        var card = new Card(phrases).Title("OptOuts_Title");
        if (note is not null)
            card.Text(note);
        return card.Add(Figures.Large(new(phrases.Count(count), phrases.Say("OptOuts_Unit", phrases.Count(count)))))
            .Hint("OptOuts_How")
            .Main(Card.Button(Verbs.OptOutsExport, phrases["Button_Export"]))
            .Build();
    }

    public static JsonObject Preview(Phrases phrases, OptOutPreview preview)
    {
        var card = new Card(phrases).Title("OptOuts_Preview");
        if (preview.Unreadable is { } refused)
            return card.Warn($"OptOuts_File_{refused.Fault}", phrases.Count(refused.Line))
                .Action(Card.Button(Verbs.OptOutsOpen, phrases["Button_Back"]))
                .Build();
        card.Add(
            Figures.Rows([
                new(phrases.Count(preview.Matched), phrases["OptOuts_Matched"]),
                new(phrases.Count(preview.Unmatched), phrases["OptOuts_Unmatched"]),
                new(phrases.Count(preview.There), phrases["OptOuts_There"]),
                new(
                    phrases.Count(preview.Faults.Count),
                    phrases["OptOuts_Faulty"],
                    preview.Faults.Count > 0 ? Meaning.Warning : Meaning.None
                ),
            ])
        );
        foreach (var fault in preview.Faults.Take(MostFaults))
            card.Text(phrases.Say("OptOuts_Line", phrases.Count(fault.Line), phrases[$"OptOuts_Fault_{fault.Kind}"]), subtle: true);
        if (preview.Faults.Count > MostFaults)
            card.Hint("OptOuts_MoreFaults", phrases.Count(preview.Faults.Count - MostFaults));
        if (preview.New.Count == 0)
            card.Say("OptOuts_Nothing");
        else
            card.Hint("OptOuts_Hint")
                .Main(
                    Card.Button(Verbs.OptOutsImport, phrases.Say("Button_ImportOptOuts", phrases.Count(preview.New.Count)), new(preview.Id))
                );
        return card.Action(Card.Button(Verbs.OptOutsOpen, phrases["Button_Back"])).Build();
    }
}
