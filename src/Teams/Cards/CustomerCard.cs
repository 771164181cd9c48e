using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What staff keep of a customer: tags, notes, whose they are, whether they get broadcasts; and passing the conversation
/// on.</summary>
internal static class CustomerCard
{
    // All the tags that a customer can have: one cut off here would be lost with the next press.
    private const int LongestTags = CustomerDesk.MostTags * (CustomerDesk.LongestTag + 2);
    private const int MostNotes = 4;

    /// <param name="note">What has just been done; escaped already.</param>
    /// <param name="typed">What was typed and is not saved; shown again.</param>
    public static JsonObject Draw(
        Phrases phrases,
        ConversationView view,
        IReadOnlyList<StaffMember> colleagues,
        DateTimeOffset now,
        string? note = null,
        FieldError? error = null,
        Typed typed = default
    )
    {
        var customer = view.Open.Customer;
        var card = new Card(phrases).Title("Conversation_Title", phrases.Name(customer), phrases.Channel(customer.Key.Account.Channel));
        if (note is not null)
            card.Text(note);
        if (view.Care.Suppressed.Contains(SuppressionKind.Unsubscribed))
            card.Warn("Customer_Stopped");
        if (view.Care.Suppressed.Contains(SuppressionKind.Blocked))
            card.Warn("Customer_Blocked");
        foreach (var kept in view.Care.Notes.Take(MostNotes))
            card.Text(ConversationCard.Line(phrases, kept, now, CustomerDesk.LongestNote), subtle: true);
        card.Input(
            Card.TextArea(Field.Note, phrases["Label_Note"], typed.Note, CustomerDesk.LongestNote, phrases["Placeholder_Note"]),
            FieldError.At(error, Field.Note)
        );
        card.Input(
            Card.TextInput(
                Field.Tags,
                phrases["Label_Tags"],
                Markdown.Clip(typed.Tags ?? string.Join(phrases["List_Comma"], customer.Tags), LongestTags),
                LongestTags,
                placeholder: phrases["Placeholder_Tags"]
            ),
            FieldError.At(error, Field.Tags)
        );
        if (colleagues.Count > 0)
            card.Colleague(colleagues, error, typed.Colleague, Lookup.Colleagues, Verbs.ConversationMore, part =>
                new(customer.Key, Part: part)
            );

        card.Action(Card.Button(Verbs.ConversationNote, phrases["Button_SaveNote"], new(customer.Key, view.Action), inputs: true))
            .Action(Card.Button(Verbs.ConversationTag, phrases["Button_SaveTags"], new(customer.Key), inputs: true));
        if (colleagues.Count > 0)
            card.Action(Card.Button(Verbs.ConversationPass, phrases["Button_Transfer"], new(customer.Key), inputs: true));
        if (view.Care.Bound is { } bound)
            card.Action(
                Card.Button(
                    bound ? Verbs.ConversationUnbind : Verbs.ConversationBind,
                    phrases[bound ? "Button_Unbind" : "Button_Bind"],
                    new(customer.Key)
                )
            );
        var stopped = view.Care.Suppressed.Contains(SuppressionKind.Unsubscribed);
        return card.Action(
                Card.Button(
                    stopped ? Verbs.ConversationResume : Verbs.ConversationStop,
                    phrases[stopped ? "Button_ResumeBroadcasts" : "Button_StopBroadcasts"],
                    new(customer.Key)
                )
            )
            .Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"], new(customer.Key)))
            .Build();
    }

    /// <summary>No more broadcasts by one press, where the customer's words are on the card; what it leads to takes it back by
    /// another.</summary>
    public static JsonObject StopAtOnce(Phrases phrases, ConversationView view) =>
        Card.Button(Verbs.ConversationStop, phrases["Button_StopBroadcasts"], Sure(view));

    /// <summary>Whether it is really meant.</summary>
    public static JsonObject AskStop(Phrases phrases, ConversationView view, bool stop)
    {
        return new Card(phrases)
            .Title(stop ? "Stop_Ask" : "Resume_Ask", phrases.Name(view.Open.Customer))
            .Hint(stop ? "Stop_Hint" : "Resume_Hint")
            .Action(
                Card.Button(
                    stop ? Verbs.ConversationStop : Verbs.ConversationResume,
                    phrases[stop ? "Button_StopBroadcasts" : "Button_ResumeBroadcasts"],
                    Sure(view)
                )
            )
            .Action(Card.Button(Verbs.ConversationMore, phrases["Button_Back"], new(view.Open.Customer.Key)))
            .Build();
    }

    /// <summary>What stands in the card's fields; null: what is saved.</summary>
    internal readonly record struct Typed(string? Note, string? Tags, LookupState Colleague = default);

    private static SuppressionForm Sure(ConversationView view) => new(view.Open.Customer.Key, view.Action, Sure: true);
}
