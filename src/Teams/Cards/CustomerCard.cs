using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What staff keep of a customer: tags, notes, whose they are, whether they get broadcasts; and passing the conversation
/// on.</summary>
internal static class CustomerCard
{
    // All the tags that a customer can have: one cut off here would be lost with the next press.
    private const int LongestTags = CustomerDesk.MostTags * (CustomerDesk.LongestTag + 2);
    private const int MostNotes = 4;

    public static JsonObject Draw(Phrases phrases, CustomerSheet sheet, DateTimeOffset now, Remark remark = default)
    {
        var view = sheet.View;
        var customer = view.Open.Customer;
        var card = new Card(phrases).Add(
            Persons.Head(
                customer.Name,
                TextBlocks.Title(Markdown.Escape(phrases.Name(customer))),
                TextBlocks.Small(Markdown.Escape(phrases.Marked(customer.Key.Account.Channel))).Close()
            )
        );
        if (remark.Note is not null)
            card.Text(remark.Note);
        if (view.Care.Suppressed.Contains(SuppressionKind.Unsubscribed))
            card.Text(phrases["Customer_Stopped"], color: "Warning");
        if (view.Care.Suppressed.Contains(SuppressionKind.Blocked))
            card.Warn("Customer_Blocked");
        Writing(card, sheet.Typed);
        Notes(card, sheet, now, remark.At(Field.Note));
        Tags(card, sheet, remark.At(Field.Tags));
        if (sheet.Colleagues.Count > 0)
            Passing(card, sheet, remark.Error);
        return Acting(card, view).Build();
    }

    // It comes along with whatever is pressed, and is there again where the conversation is.
    private static void Writing(Card card, Typed typed)
    {
        if (typed.Reply is { } reply)
            card.Input(Inputs.Lines(Field.Text, card.Phrases["Label_Unsent"], reply, ConversationCard.LongestReply));
    }

    /// <summary>What was being written of a customer whose conversation is somebody else's now: the words are there to be taken.</summary>
    /// <param name="said">What became of the press; escaped already.</param>
    public static JsonObject Unsent(Phrases phrases, string said, Typed typed)
    {
        var card = new Card(phrases).Text(said);
        Writing(card, typed);
        Noting(card, typed);
        Tagging(card, typed);
        return card.Hint("Unsent_Hint")
            .Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]).Leaving((Field.Text, null), (Field.Note, null), (Field.Tags, null)))
            .Build();
    }

    private static void Noting(Card card, Typed typed)
    {
        if (!string.IsNullOrWhiteSpace(typed.Note))
            card.Input(Inputs.Lines(Field.Note, card.Phrases["Label_Note"], typed.Note, CustomerDesk.LongestNote));
    }

    private static void Tagging(Card card, Typed typed)
    {
        if (!string.IsNullOrWhiteSpace(typed.Tags))
            card.Input(Inputs.Line(Field.Tags, card.Phrases["Label_Tags"], Markdown.Clip(typed.Tags, LongestTags), LongestTags));
    }

    private static void Notes(Card card, CustomerSheet sheet, DateTimeOffset now, string? wrong)
    {
        var (phrases, view) = (card.Phrases, sheet.View);
        foreach (var kept in view.Care.Notes.Take(MostNotes))
            card.Text(ConversationCard.Line(phrases, kept, now, CustomerDesk.LongestNote), subtle: true);
        card.Input(
                Inputs.Lines(Field.Note, phrases["Label_Note"], sheet.Typed.Note, CustomerDesk.LongestNote, phrases["Placeholder_Note"]),
                wrong
            )
            .Add(
                Buttons.Row(
                    Card.Button(Verbs.ConversationNote, phrases["Button_SaveNote"], new(view.Open.Customer.Key, view.Action), inputs: true)
                        .Main()
                )
            );
    }

    private static void Tags(Card card, CustomerSheet sheet, string? wrong)
    {
        var (phrases, customer) = (card.Phrases, sheet.View.Open.Customer);
        card.Input(
                Inputs.Line(
                    Field.Tags,
                    phrases["Label_Tags"],
                    Markdown.Clip(sheet.Typed.Tags ?? Joined(phrases, customer), LongestTags),
                    LongestTags,
                    placeholder: phrases["Placeholder_Tags"]
                ),
                wrong
            )
            .Add(Buttons.Row(Card.Button(Verbs.ConversationTag, phrases["Button_SaveTags"], new(customer.Key), inputs: true)));
    }

    private static void Passing(Card card, CustomerSheet sheet, FieldError? error)
    {
        var customer = sheet.View.Open.Customer.Key;
        card.Colleague(new(sheet.Colleagues, sheet.Typed.Colleague), error, Verbs.ConversationMore, part => new(customer, Part: part))
            .Add(Buttons.Row(Card.Button(Verbs.ConversationPass, card.Phrases["Button_Transfer"], new(customer), inputs: true)));
    }

    private static Card Acting(Card card, ConversationView view)
    {
        var (phrases, customer) = (card.Phrases, view.Open.Customer.Key);
        if (view.Care.Bound is { } bound)
            card.Action(
                Card.Button(
                    bound ? Verbs.ConversationUnbind : Verbs.ConversationBind,
                    phrases[bound ? "Button_Unbind" : "Button_Bind"],
                    new(customer),
                    inputs: true
                )
            );
        var stopped = view.Care.Suppressed.Contains(SuppressionKind.Unsubscribed);
        return card.Action(
                Card.Button(
                    stopped ? Verbs.ConversationResume : Verbs.ConversationStop,
                    phrases[stopped ? "Button_ResumeBroadcasts" : "Button_StopBroadcasts"],
                    new(customer),
                    inputs: true
                )
            )
            .Action(
                Card.Button(Verbs.MineOpen, phrases["Button_Back"], new(customer))
                    .Leaving((Field.Note, null), (Field.Tags, Joined(phrases, view.Open.Customer)))
            );
    }

    /// <summary>No more broadcasts by one press, where the customer's words are on the card; what it leads to takes it back by
    /// another.</summary>
    public static JsonObject StopAtOnce(Phrases phrases, ConversationView view) =>
        Card.Button(Verbs.ConversationStop, phrases["Button_StopBroadcasts"], Sure(view), inputs: true);

    /// <summary>Whether it is really meant.</summary>
    public static JsonObject AskStop(Phrases phrases, ConversationView view, bool stop, Typed typed = default)
    {
        var card = new Card(phrases)
            .Title(stop ? "Stop_Ask" : "Resume_Ask", phrases.Name(view.Open.Customer))
            .Hint(stop ? "Stop_Hint" : "Resume_Hint");
        Writing(card, typed);
        Noting(card, typed);
        Tagging(card, Unkept(phrases, view.Open.Customer, typed));
        return card.Main(
                Card.Button(
                    stop ? Verbs.ConversationStop : Verbs.ConversationResume,
                    phrases[stop ? "Button_StopBroadcasts" : "Button_ResumeBroadcasts"],
                    Sure(view),
                    inputs: true
                )
            )
            .Action(Card.Button(Verbs.ConversationMore, phrases["Button_Back"], new(view.Open.Customer.Key), inputs: true))
            .Build();
    }

    /// <summary>What was typed without the tags where they are as they are saved.</summary>
    public static Typed Unkept(Phrases phrases, Customer customer, Typed typed) =>
        typed.Tags == Joined(phrases, customer) ? typed with { Tags = null } : typed;

    private static string Joined(Phrases phrases, Customer customer) => string.Join(phrases["List_Comma"], customer.Tags);

    /// <summary>What stands in the card's fields; null: what is saved.</summary>
    internal readonly record struct Typed(string? Note, string? Tags, LookupState Colleague = default)
    {
        /// <summary>An answer that was being written when the card was opened; null where there was none.</summary>
        public string? Reply { get; init; }

        /// <summary>Whether it holds words that somebody has written.</summary>
        public bool IsWritten => Reply is not null || !string.IsNullOrWhiteSpace(Note) || !string.IsNullOrWhiteSpace(Tags);
    }

    /// <summary>What the card shows.</summary>
    /// <param name="Colleagues">Who could take the conversation.</param>
    internal sealed record CustomerSheet(ConversationView View, IReadOnlyList<StaffMember> Colleagues, Typed Typed = default);

    private static SuppressionForm Sure(ConversationView view) => new(view.Open.Customer.Key, view.Action, Sure: true);
}
