using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Something was attached while no broadcast was being written: what to do with it.</summary>
internal static class AttachmentCard
{
    private const int LongestText = 1000;

    /// <param name="words">What was written beside it.</param>
    /// <param name="mine">Customers of the sender, the latest first.</param>
    /// <param name="action">The one-time id of the answer that this card can give.</param>
    /// <param name="note">What could not be taken; escaped already.</param>
    public static JsonObject Draw(
        Phrases phrases, IReadOnlyList<OutboundMessage.Media> media, string words, IReadOnlyList<Customer> mine, Guid action, string? note = null, FieldError? error = null)
    {
        var data = () => new JsonObject { ["media"] = string.Join(',', media.Select(one => one.MediaId)), ["action"] = action.ToString() };
        var card = new Card(phrases).Title("Attached_Title");
        if (note is not null) card.Text(note, color: "Attention");
        foreach (var one in media) card.Text(MessageSlots.Line(phrases, one));
        card.Input(Card.TextInput("text", phrases["Label_AttachedText"], Markdown.Clip(words, LongestText), LongestText, multiline: true), FieldError.At(error, "text"))
            .Action(Card.Button(Verbs.MediaBegin, phrases["Button_BeginWith"], data(), inputs: true));
        if (mine.Count > 0)
        {
            card.Input(Card.Choice("customer", phrases["Label_Customer"], null,
                    [("", phrases["Choice_NoCustomer"]), .. mine.Select(customer => (customer.Key.ToString(), $"{phrases.Name(customer)} ({phrases.Channel(customer.Key.Account.Channel)})"))]),
                    FieldError.At(error, "customer"))
                .Action(Card.Button(Verbs.MediaReply, phrases["Button_SendToCustomer"], data(), inputs: true));
        }
        return card.Action(Card.Button(Verbs.MediaSave, phrases["Button_SaveAs"], data(), inputs: true)).Build();
    }
}
