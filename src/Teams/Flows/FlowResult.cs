using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What a person gets to see for what they did.</summary>
internal abstract record FlowResult
{
    private FlowResult() { }

    /// <summary>Whether what was pressed has been done.</summary>
    public virtual bool Acted => false;

    /// <summary>The same, where the press did nothing: a field is wrong, or the card was too old.</summary>
    public FlowResult Idle => this is Card card ? card with { Did = false } : this;

    /// <summary>A card, in place of the one pressed.</summary>
    public sealed record Card(JsonObject Content, bool Did = true) : FlowResult
    {
        /// <summary>What is attached beneath it in the chat joins this draft; the card says so.</summary>
        public long? Joins { get; init; }

        /// <summary>The customer of one's own whose conversation it shows.</summary>
        public CustomerKey? Opened { get; init; }

        /// <summary>It waits for a file, and has no fields: what is attached next joins the draft, also from further down.</summary>
        public bool Asks { get; init; }

        public ChatMark Mark => new(Joins, Opened) { Asks = Asks };

        public override bool Acted => Did;

        /// <summary>A card further up that it takes the place of, with what is left there.</summary>
        public (string CardId, JsonObject Content)? InsteadOf { get; init; }

        /// <summary>What draws it anew, where it shows what customers said.</summary>
        public CardQuery? Again { get; init; }
    }

    /// <summary>A sentence; the card pressed stays as it is, with all that was typed into it.</summary>
    public sealed record Note(string Text, bool Did = false) : FlowResult
    {
        public override bool Acted => Did;

        /// <summary>It says no more than that a card of its own has come.</summary>
        public bool Beneath { get; init; }
    }

    /// <summary>The same for what went wrong on our side and may go right in a moment.</summary>
    public sealed record Wrong(string Text) : FlowResult;
}
