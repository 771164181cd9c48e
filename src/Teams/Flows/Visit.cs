using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Who asks, in which language, from where.</summary>
/// <param name="ClientLocale">As the person's client says it.</param>
/// <param name="Zone">In which a time they type is meant.</param>
/// <param name="Surface">Where they sit.</param>
/// <param name="CardId">The message of ours whose button was pressed; null when a command was typed.</param>
internal sealed record Visit(
    StaffMember Who,
    string ClientLocale,
    TimeZoneInfo Zone,
    ConversationAddress Address,
    string? CardId,
    Surface Surface = Surface.Desktop
)
{
    /// <summary>Their own choice, else their client's; kept with a campaign for its later cards.</summary>
    public string Locale => Who.Language.Length > 0 ? Who.Language : ClientLocale;

    public Phrases Phrases => Phrases.For(Locale);

    /// <summary>What stood last in their chat; null where it is not known, or not asked for.</summary>
    public Chat? Chat { get; init; }
}
