using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>回覆 to a name that several have: each is a press away, with the words and what was attached.</summary>
internal static class WhichCard
{
    public const int LongestText = 5000,
        Most = 8;

    /// <param name="name">As it was typed.</param>
    /// <param name="action">Of each customer, the one-time id of the answer to them.</param>
    public static JsonObject Draw(Phrases phrases, string name, AttachmentOffer offer, Func<Customer, Guid> action)
    {
        var card = new Card(phrases).Title("Which_Title", phrases.Name(name));
        if (offer.Media.Count > 0)
            card.Add(Bubbles.Sample([.. offer.Media.Select(one => TextBlocks.Body(MessageSlots.Line(phrases, one)))]));
        card.Input(Inputs.Lines(Field.Text, phrases["Label_Reply"], offer.Words, LongestText));
        var media = string.Join(',', offer.Media.Select(one => one.MediaId));
        foreach (var customer in offer.Mine.Take(Most))
        {
            var title = phrases["Button_SendLoose"];
            var button =
                offer.Media.Count > 0
                    ? Card.Button(Verbs.MediaReply, title, new(media, action(customer)) { OneOf = customer.Key }, inputs: true)
                    : Card.Button(Verbs.ConversationReply, title, new(customer.Key, action(customer)), inputs: true);
            card.Row([
                Columns.Of(
                    Columns.Column(Columns.Stretch, offer.Rows.Parts(customer)).Centred(),
                    Columns.Column(Columns.Auto, Buttons.Row(button.Of(offer.Rows.Line(customer)))).Centred()
                ),
            ]);
        }

        if (offer.Mine.Count > Most)
            card.Hint("Which_More", phrases.Count(offer.Mine.Count - Most));
        return card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]).Leaving((Field.Text, offer.Words))).Build();
    }
}
