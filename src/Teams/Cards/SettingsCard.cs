using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>設定: language, duty, and the way to one's code.</summary>
internal static class SettingsCard
{
    /// <param name="note">What has just been done; escaped already.</param>
    /// <param name="awaiting">How many broadcasts wait for the approval of whoever has just come back.</param>
    public static JsonObject Draw(Phrases phrases, StaffMember who, string? note = null, int awaiting = 0)
    {
        // An administrator has no customers, and is told of nothing that could wait.
        var card = who.MayBroadcast
            ? new Card(phrases).Title(
                phrases[who.OnDuty ? "Settings_On" : "Settings_Off"],
                who.OnDuty ? Meaning.Good : Meaning.None,
                "Settings_Title"
            )
            : new Card(phrases).Title("Settings_Title");
        if (note is not null)
            card.Text(note);
        if (awaiting > 0)
            card.Row(
                $"**{phrases.Say("Team_Awaiting", phrases.Count(awaiting))}**",
                Card.Button(Verbs.TeamApprovals, phrases["Button_Approvals"])
            );
        if (who.MayBroadcast)
            card.Hint(who.OnDuty ? "Settings_OnHint" : "Settings_OffHint");
        card.Row(
            [TextBlocks.Small(phrases["Settings_Language"]), TextBlocks.Body(phrases[$"Language_{Name(who.Language)}"]).Close()],
            [.. Languages(phrases, who)]
        );
        if (who.MayBroadcast)
            card.Main(Card.Button(Verbs.SettingsDuty, phrases[who.OnDuty ? "Button_OffDuty" : "Button_OnDuty"], new(!who.OnDuty)))
                .Action(Card.Button(Verbs.BoundOpen, phrases["Button_MyCode"]));
        return card.Action(Card.Button(Verbs.HelpOpen, phrases["Menu_Help"])).Build();
    }

    private static IEnumerable<JsonObject> Languages(Phrases phrases, StaffMember who) =>
        StaffMember
            .Languages.Prepend("")
            .Where(language => language != who.Language)
            .Select(language =>
                Card.Button(Verbs.SettingsLanguage, phrases[$"Language_{Name(language)}"], new(language)).Of(phrases["Settings_Language"])
            );

    private static string Name(string language) => language.Length == 0 ? "Client" : language;
}
