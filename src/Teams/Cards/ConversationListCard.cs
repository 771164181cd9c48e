using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>待處理, 我的事件 and 已結束: a page of conversations with what can be done to each.</summary>
internal static class ConversationListCard
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Pending(Phrases phrases, ConversationList list, DateTimeOffset now, DoneNote? note = null) =>
        CustomerRows.Fit(longest => Pending(new ConversationRows(phrases, list, now, longest), note));

    private static JsonObject Pending(ConversationRows rows, DoneNote? note)
    {
        var (phrases, list) = (rows.Phrases, rows.List);
        var card = Begin(phrases, list, note, "Pending");
        foreach (var customer in list.Items)
            card.Row(
                rows.Parts(customer),
                rows.Named(customer, Card.Button(Verbs.PendingTake, phrases["Button_Take"], new(customer.Key, list.Skip))),
                rows.Open(customer)
            );
        if (list.Total > 1)
            card.Main(Card.Button(Verbs.PendingAskAll, phrases["Button_TakeAll"]));
        return Pages(card, list, Verbs.PendingOpen, At).More(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
    }

    /// <summary>Whether that many are to become one's own.</summary>
    public static JsonObject AskAll(Phrases phrases, long waiting) =>
        new Card(phrases)
            .Title("Take_AskAll", phrases.Count(waiting))
            .Hint("Take_AskAllHint")
            .Main(Card.Button(Verbs.PendingTakeAll, phrases.Say("Button_TakeCount", phrases.Count(waiting))))
            .Action(Card.Button(Verbs.PendingOpen, phrases["Button_Back"]))
            .Build();

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Mine(Phrases phrases, ConversationList list, DateTimeOffset now, DoneNote? note = null) =>
        CustomerRows.Fit(longest => Mine(new ConversationRows(phrases, list, now, longest), note));

    private static JsonObject Mine(ConversationRows rows, DoneNote? note)
    {
        var (phrases, list) = (rows.Phrases, rows.List);
        var card = Begin(phrases, list, note, "Mine");
        var number = list.Skip;
        foreach (var customer in list.Items)
            card.Row(
                rows.Parts(customer, ++number),
                rows.Open(customer),
                rows.Named(customer, Card.Button(Verbs.MineClose, phrases["Button_Close"], new(customer.Key, list.Skip)))
            );
        if (list.Total > 0)
            card.Main(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]))
                .Action(Card.Button(Verbs.MinePass, phrases["Button_TransferSome"], new(list.Skip)));
        return Pages(card, list, Verbs.MineOpen, skip => new(null, skip))
            .More(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]))
            .More(Card.Button(Verbs.ClosedOpen, phrases["Menu_Closed"]))
            .Build();
    }

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Closed(Phrases phrases, ConversationList list, DateTimeOffset now, DoneNote? note = null) =>
        CustomerRows.Fit(longest => Closed(new ConversationRows(phrases, list, now, longest), note));

    private static JsonObject Closed(ConversationRows rows, DoneNote? note)
    {
        var (phrases, list) = (rows.Phrases, rows.List);
        var card = Begin(phrases, list, note, "Closed");
        foreach (var customer in list.Items)
            card.Row(
                rows.Parts(customer),
                rows.Open(customer),
                rows.Named(customer, Card.Button(Verbs.ConversationReopen, phrases["Button_Reopen"], new(customer.Key)))
            );
        return Pages(card, list, Verbs.ClosedOpen, At).More(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
    }

    /// <summary>移轉: which of them, and to whom.</summary>
    public static JsonObject Pass(Phrases phrases, PassView view, DateTimeOffset now, Remark remark = default) =>
        CustomerRows.Fit(longest =>
            DrawPass(phrases, view, new(phrases, view.List.Items, view.List.Accounts, now) { Longest = longest }, remark)
        );

    private static JsonObject DrawPass(Phrases phrases, PassView view, CustomerRows rows, Remark remark)
    {
        var list = view.List;
        var card = new Card(phrases).Title("Pass_Title");
        if (remark.Note is not null)
            card.Text(remark.Note);
        if (list.Items.Count == 0)
            return card.Say("Mine_None").Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"])).Build();
        if (view.Colleagues.Count == 0)
            return card.Say("Pass_Nobody").Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"])).Build();
        var customers = Inputs.Choice(
            Field.Customers,
            phrases["Label_PassCustomers"],
            view.Chosen,
            list.Items.Select(rows.Choice).Select(choice => (choice.Value, choice.Title)),
            several: true
        );
        customers["wrap"] = true;
        card.Hint("Pass_Hint", InboxDesk.MostPassed)
            .Input(customers, remark.At(Field.Customers))
            .Colleague(new(view.Colleagues, view.At), remark.Error, Verbs.MinePass, part => new(list.Skip, part))
            .Main(Card.Button(Verbs.MinePassTo, phrases["Button_Transfer"], new(list.Skip), inputs: true));
        return Pages(card, list, Verbs.MinePass, skip => new(skip), InboxDesk.MostPassed)
            .Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"]))
            .Build();
    }

    private static Card Begin(Phrases phrases, ConversationList list, DoneNote? note, string kind)
    {
        var card = new Card(phrases).Title($"{kind}_Title", phrases.Count(list.Total));
        if (note is not null)
            card.Text(note.Text);
        if (note?.Undo is { } undo)
            card.Add(Buttons.Row(undo));
        if (list.Items.Count == 0)
            card.Say($"{kind}_None");
        return card;
    }

    public static Card Pages<T>(Card card, ConversationList list, Verb<T> verb, Func<int, T> at, int size = Size)
        where T : IPayload<T>
    {
        if (list.Skip > 0)
            card.Action(Card.Button(verb, card.Phrases["Button_Previous"], at(Math.Max(0, list.Skip - size))));
        if (list.Skip + list.Items.Count < list.Total)
            card.Action(Card.Button(verb, card.Phrases["Button_Next"], at(list.Skip + size)));
        return card;
    }

    private static ListPage At(int skip) => new(skip);
}

/// <summary>Conversations of one's own, to be passed on.</summary>
/// <param name="Colleagues">Who could take them.</param>
/// <param name="Chosen">Which were chosen in the card that was pressed.</param>
/// <param name="At">How the list of colleagues stood in it.</param>
internal sealed record PassView(
    ConversationList List,
    IReadOnlyList<StaffMember> Colleagues,
    string? Chosen = null,
    LookupState At = default
);

/// <summary>What has just been done, escaped already.</summary>
internal sealed record DoneNote(string Text)
{
    /// <summary>Takes it back; null where nothing does.</summary>
    public JsonObject? Undo { get; init; }

    public static implicit operator DoneNote?(string? text) => text is null ? null : new(text);
}
