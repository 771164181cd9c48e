using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Something was attached, and nothing says for certain what for: it is asked. Nothing goes anywhere by itself.</summary>
internal static class AttachmentCard
{
    private const string Sending = "another";

    private const int LongestText = 5000,
        Room = 1000,
        LongestName = 20,
        LongestSample = 40;

    /// <param name="note">What could not be taken; escaped already.</param>
    public static JsonObject Draw(Phrases phrases, AttachmentOffer offer, string? note = null, FieldError? error = null)
    {
        var card = Whole(phrases, offer, note, error);
        // Of letters that take many bytes less fits; the rest is not dropped without a word, and stands in the message above.
        return Card.Bytes(card) <= Card.MostBytes
            ? card
            : Whole(
                phrases,
                offer with
                {
                    Words = Markdown.Clip(offer.Words, Room),
                    Mine = [.. offer.Mine.Take(5)],
                },
                note,
                new("text", phrases["Attached_Cut"])
            );
    }

    private static JsonObject Whole(Phrases phrases, AttachmentOffer offer, string? note, FieldError? error)
    {
        var card = new Card(phrases).Title("Attached_Title");
        if (note is not null)
            card.Text(note, color: "Attention");
        card.Add(Bubbles.Sample([.. offer.Media.Select(one => TextBlocks.Body(MessageSlots.Line(phrases, one)))]))
            .Input(Inputs.Lines(Field.Text, phrases["Label_AttachedText"], offer.Words, LongestText), FieldError.At(error, Field.Text));
        if (offer.Opened is { } opened)
            ToOpened(card, offer, opened);
        if (offer.Draft is { } draft)
            ToDraft(card, offer, draft);
        if (offer.Mine.Count > 0)
            ToAnother(card, offer, FieldError.At(error, Field.Customer));
        else if (FieldError.At(error, Field.Customer) is { } wrong)
            card.Text(Markdown.Escape(wrong), color: "Attention");
        var begin = Card.Button(Verbs.MediaBegin, phrases["Button_BeginWith"], Data(offer), inputs: true);
        return card.Action(offer is { Draft: null, Opened: null } or { Draft: null, Objection: not null } ? begin.Main() : begin)
            .Action(Card.Button(Verbs.MediaSave, phrases["Button_SaveAs"], Data(offer), inputs: true))
            .Build();
    }

    // Behind a line where there is one to whom it most likely goes.
    private static void ToAnother(Card card, AttachmentOffer offer, string? wrong)
    {
        var phrases = card.Phrases;
        var open = offer.Opened is null || offer.Objection is not null || wrong is not null;
        var customers = Inputs.Choice(
            Field.Customer,
            phrases["Label_Customer"],
            null,
            [("", phrases["Choice_NoCustomer"]), .. offer.Mine.Select(offer.Rows.Choice).Select(choice => (choice.Value, choice.Title))]
        );
        customers["wrap"] = true;
        var sending = Buttons.Row(Card.Button(Verbs.MediaReply, phrases["Button_SendToCustomer"], Data(offer), inputs: true));
        if (!open)
        {
            (customers["isVisible"], sending["id"], sending["isVisible"]) = (false, Sending, false);
            card.Add(Folds.Line(phrases["Attached_Another"], Meaning.None, open, Field.Customer, Sending));
        }
        card.Input(customers, wrong).Add(sending);
    }

    private static void ToOpened(Card card, AttachmentOffer offer, Customer opened)
    {
        card.Hint("Attached_Opened", offer.Rows.Line(opened));
        if (offer.Objection is { } objection)
        {
            card.Text(
                Markdown.Escape(card.Phrases.Say("Attached_Cannot", card.Phrases.Channel(objection.Channel), card.Phrases.Why(objection))),
                color: "Warning"
            );
            return;
        }

        var name = Markdown.Clip(card.Phrases.Name(opened), LongestName);
        var data = Data(offer) with { To = opened.Key };
        card.Add(Buttons.Row(Card.Button(Verbs.MediaReply, card.Phrases.Say("Button_SendToOpened", name), data, inputs: true).Main()));
    }

    private static void ToDraft(Card card, AttachmentOffer offer, Campaign draft)
    {
        var words = draft.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words.ReplaceLineEndings(" ");
        card.Hint(
            words is null ? "Attached_EmptyDraft" : "Attached_Draft",
            Markdown.Clip(card.Phrases.Readable(words ?? ""), LongestSample)
        );
        var data = Data(offer) with { Campaign = draft.Id };
        var button = Card.Button(Verbs.MediaJoin, card.Phrases["Button_AddToDraft"], data, inputs: true);
        card.Add(Buttons.Row(offer.Opened is null || offer.Objection is not null ? button.Main() : button));
    }

    private static AttachmentForm Data(AttachmentOffer offer) =>
        new(string.Join(',', offer.Media.Select(one => one.MediaId)), offer.Action);
}

/// <summary>What was attached, and what it may be for.</summary>
/// <param name="Words">What was written beside it.</param>
/// <param name="Mine">Customers of the sender, the one opened last first.</param>
/// <param name="Rows">Tells them apart.</param>
/// <param name="Action">The one-time id of the answer that the card can give.</param>
internal sealed record AttachmentOffer(
    IReadOnlyList<OutboundMessage.Media> Media,
    string Words,
    IReadOnlyList<Customer> Mine,
    CustomerRows Rows,
    Guid Action
)
{
    /// <summary>Whose conversation was opened last.</summary>
    public Customer? Opened { get; init; }

    /// <summary>Why their channel cannot carry it.</summary>
    public Objection? Objection { get; init; }

    /// <summary>The broadcast being written.</summary>
    public Campaign? Draft { get; init; }
}
