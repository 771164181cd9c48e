using OmoBroadcast.Desks.People;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A conversation as its manager sees it.</summary>
/// <param name="At">How the list of colleagues stood in the card that was pressed.</param>
internal readonly record struct TeamSight(TeamConversation Team, LookupState At = default)
{
    public static implicit operator TeamSight(TeamConversation team) => new(team);
}
