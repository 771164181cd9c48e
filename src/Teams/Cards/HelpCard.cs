using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>說明: what this person may do.</summary>
internal static class HelpCard
{
    // By what people want to do; what somebody needs every day first.
    private static readonly (string Key, CommandName[] Names)[] Groups =
    [
        ("Reply", [CommandName.Pending, CommandName.Mine, CommandName.Reply, CommandName.Closed, CommandName.Transfer]),
        ("Broadcast", [CommandName.Broadcast, CommandName.BroadcastTemplate, CommandName.BroadcastBound, CommandName.Records]),
        ("Manage", [CommandName.Team, CommandName.Audit, CommandName.PersonalData, CommandName.OptOuts, CommandName.Quarantine]),
    ];

    /// <param name="unknown">What was said that is no command.</param>
    public static JsonObject Draw(Phrases phrases, StaffMember who, bool welcome, string? unknown = null)
    {
        var card = new Card(phrases).Title(welcome ? "Help_Welcome" : "Help_Title", who.Name);
        if (unknown is not null)
            card.Say("Unknown_Words", unknown);
        if (!who.MayBroadcast)
            card.Say("Help_Role");
        card.Say("Help_What");
        var first = true;
        foreach (var (key, names) in Grouped(who))
        {
            card.Fold(
                $"help-{key}",
                phrases.Say("Help_Group", phrases[$"Help_Group_{key}"], names.Count),
                first,
                [.. Lines(phrases, who, names)]
            );
            first = false;
        }
        return Acting(card, who).Build();
    }

    // What is in no group is what everybody has for themselves.
    private static IEnumerable<(string Key, IReadOnlyList<CommandName> Names)> Grouped(StaffMember who)
    {
        var mine = who.Commands().ToList();
        return Groups
            .Select(group => (group.Key, (IReadOnlyList<CommandName>)[.. group.Names.Where(mine.Contains)]))
            .Append(("Own", [.. mine.Except(Groups.SelectMany(group => group.Names))]))
            .Where(group => group.Item2.Count > 0);
    }

    // Not as facts: beside a text of some length, a narrow phone breaks the words to be typed.
    private static IEnumerable<JsonObject> Lines(Phrases phrases, StaffMember who, IEnumerable<CommandName> names) =>
        names.Select(name =>
            TextBlocks.Body(
                phrases.Say(
                    "Help_Line",
                    Markdown.Escape(phrases[$"Command_{name}"]),
                    Markdown.Escape(phrases.Say(What(who, name), phrases.Example(who)))
                )
            )
        );

    // Duty is of those who have customers.
    private static string What(StaffMember who, CommandName name) =>
        name == CommandName.Settings && !who.MayBroadcast ? "Help_Language" : $"Help_{name}";

    private static Card Acting(Card card, StaffMember who)
    {
        var phrases = card.Phrases;
        if (who.MayBroadcast)
            return card.Main(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]))
                .Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]))
                .Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]))
                .Action(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"]))
                // A manager has one thing more to look after.
                .More(
                    who.MayUse(CommandName.Team)
                        ? Card.Button(Verbs.TeamOpen, phrases["Menu_Team"])
                        : Card.Button(Verbs.SavedOpen, phrases["Menu_Saved"])
                )
                .More(Card.Button(Verbs.BoundOpen, phrases["Menu_Bound"]));
        if (who.MayUse(CommandName.Audit))
            card.Action(Card.Button(Verbs.AuditOpen, phrases["Audit_Title"]));
        if (who.MayUse(CommandName.PersonalData))
            card.Action(Card.Button(Verbs.PersonFind, phrases["Person_Title"]));
        if (who.MayUse(CommandName.OptOuts))
            card.Action(Card.Button(Verbs.OptOutsOpen, phrases["OptOuts_Title"]));
        if (who.MayUse(CommandName.Quarantine))
            card.Action(Card.Button(Verbs.QuarantineOpen, phrases["Quarantine_Title"]));
        return card.More(Card.Button(Verbs.SavedOpen, phrases["Menu_Saved"]));
    }
}
