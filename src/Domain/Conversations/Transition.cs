namespace OmoBroadcast.Domain.Conversations;

/// <summary>What became of a staff member's wish to change a conversation's state. <c>move.lua</c> answers with these numbers.</summary>
public enum Transition
{
    Done = 0,
    AlreadySo = 1,
    TakenByAnother = 2,
    NotMine = 3,
    NotFound = 4,
    WrongState = 5,
}
