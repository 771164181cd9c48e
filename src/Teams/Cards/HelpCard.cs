using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>說明: what this person may do.</summary>
internal static class HelpCard
{
    /// <param name="unknown">What was said that is no command.</param>
    public static JsonObject Draw(Phrases phrases, StaffMember who, bool welcome, string? unknown = null)
    {
        var card = new Card(phrases).Title(welcome ? "Help_Welcome" : "Help_Title", who.Name);
        if (unknown is not null)
            card.Say("Unknown_Words", unknown);
        if (!who.MayBroadcast)
            card.Say("Help_Role");
        card.Say("Help_What");
        // Not as facts: beside a text of some length, a narrow phone breaks the words to be typed.
        foreach (var name in who.Commands())
            card.Text(phrases.Say("Help_Line", Markdown.Escape(phrases[$"Command_{name}"]), Markdown.Escape(phrases[$"Help_{name}"])));
        if (!who.MayBroadcast)
        {
            card.Action(Card.Button(Verbs.SavedOpen, phrases["Menu_Saved"]));
            if (who.MayUse(CommandName.Audit))
                card.Action(Card.Button(Verbs.AuditOpen, phrases["Audit_Title"]));
            if (who.MayUse(CommandName.PersonalData))
                card.Action(Card.Button(Verbs.PersonFind, phrases["Person_Title"]));
            if (who.MayUse(CommandName.OptOuts))
                card.Action(Card.Button(Verbs.OptOutsOpen, phrases["OptOuts_Title"]));
            if (who.MayUse(CommandName.Quarantine))
                card.Action(Card.Button(Verbs.QuarantineOpen, phrases["Quarantine_Title"]));
            return card.Build();
        }
        return card.Action(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]))
            .Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]))
            .Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]))
            .Action(Card.Button(Verbs.RecordsPage, phrases["Menu_Records"]))
            // Six are shown, and a manager has one thing more to look after.
            .Action(
                who.MayUse(CommandName.Team)
                    ? Card.Button(Verbs.TeamOpen, phrases["Menu_Team"])
                    : Card.Button(Verbs.SavedOpen, phrases["Menu_Saved"])
            )
            .Action(Card.Button(Verbs.BoundOpen, phrases["Menu_Bound"]))
            .Build();
    }
}
