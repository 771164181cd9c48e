using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What a button carries and what its card's inputs add to it. Read from a press and written into a button in one place, so that
/// no key is spelt twice. Only ids and versions travel: everything is looked up again.</summary>
internal interface IPayload<TSelf>
    where TSelf : IPayload<TSelf>
{
    /// <param name="data">Strings that anybody could have written.</param>
    static abstract TSelf Read(CardData data);

    /// <summary>What the button carries; what is typed comes with the press.</summary>
    void Write(JsonObject data);
}
