using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>設定: language, duty, and the way to one's code.</summary>
internal static class SettingsCard
{
    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Draw(Phrases phrases, StaffMember who, string? note = null)
    {
        var card = new Card(phrases).Title("Settings_Title");
        if (note is not null)
            card.Text(note);
        card.Facts([
            (phrases["Settings_Duty"], phrases[who.OnDuty ? "Settings_On" : "Settings_Off"]),
            (phrases["Settings_Language"], phrases[$"Language_{Name(who.Language)}"]),
        ]);
        card.Hint(who.OnDuty ? "Settings_OnHint" : "Settings_OffHint");
        card.Action(Card.Button(Verbs.SettingsDuty, phrases[who.OnDuty ? "Button_OffDuty" : "Button_OnDuty"], new(!who.OnDuty)));
        foreach (var language in StaffMember.Languages.Prepend("").Where(language => language != who.Language))
            card.Action(
                Card.Button(Verbs.SettingsLanguage, phrases.Say("Button_Language", phrases[$"Language_{Name(language)}"]), new(language))
            );
        if (who.MayBroadcast)
            card.Action(Card.Button(Verbs.BoundOpen, phrases["Button_MyCode"]));
        return card.Action(Card.Button(Verbs.HelpOpen, phrases["Menu_Help"])).Build();
    }

    private static string Name(string language) => language.Length == 0 ? "Client" : language;
}
