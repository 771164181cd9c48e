using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>待處理, 我的事件 and 已結束: a page of conversations with what can be done to each.</summary>
internal static class ConversationListCard
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    private const int LongestText = 60;

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Pending(Phrases phrases, ConversationList list, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Pending_Title", phrases.Count(list.Total));
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            card.Say("Pending_None");
        var rows = new CustomerRows(phrases, list.Items, list.Accounts, now);
        foreach (var customer in list.Items)
            card.Row(
                Line(phrases, list, customer, now, rows),
                Card.Button(Verbs.PendingTake, phrases["Button_Take"], new(customer.Key, list.Skip)),
                Open(phrases, customer)
            );
        if (list.Total > 1)
            card.Action(Card.Button(Verbs.PendingTakeAll, phrases["Button_TakeAll"]));
        return Pages(card, list, Verbs.PendingOpen, At).Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
    }

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Mine(Phrases phrases, ConversationList list, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Mine_Title", phrases.Count(list.Total));
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            card.Say("Mine_None");
        var number = list.Skip;
        var rows = new CustomerRows(phrases, list.Items, list.Accounts, now);
        foreach (var customer in list.Items)
            card.Row(
                $"{++number}\\. {Line(phrases, list, customer, now, rows)}",
                Open(phrases, customer),
                Card.Button(Verbs.MineClose, phrases["Button_Close"], new(customer.Key, list.Skip))
            );
        if (list.Total > 0)
            card.Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"]))
                .Action(Card.Button(Verbs.MinePass, phrases["Button_TransferSome"], new(list.Skip)));
        return Pages(card, list, Verbs.MineOpen, skip => new(null, skip))
            .Action(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]))
            .Action(Card.Button(Verbs.ClosedOpen, phrases["Menu_Closed"]))
            .Build();
    }

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Closed(Phrases phrases, ConversationList list, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Closed_Title");
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            card.Say("Closed_None");
        var rows = new CustomerRows(phrases, list.Items, list.Accounts, now);
        foreach (var customer in list.Items)
            card.Row(
                Line(phrases, list, customer, now, rows),
                Open(phrases, customer),
                Card.Button(Verbs.ConversationReopen, phrases["Button_Reopen"], new(customer.Key))
            );
        return Pages(card, list, Verbs.ClosedOpen, At).Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
    }

    /// <summary>移轉: which of them, and to whom.</summary>
    public static JsonObject Pass(
        Phrases phrases,
        ConversationList list,
        IReadOnlyList<StaffMember> colleagues,
        DateTimeOffset now,
        string? note = null,
        FieldError? error = null,
        string? chosen = null,
        LookupState at = default
    ) =>
        CustomerRows.Fit(longest =>
            DrawPass(phrases, list, colleagues, new(phrases, list.Items, list.Accounts, now, longest), note, error, chosen, at)
        );

    private static JsonObject DrawPass(
        Phrases phrases,
        ConversationList list,
        IReadOnlyList<StaffMember> colleagues,
        CustomerRows rows,
        string? note,
        FieldError? error,
        string? chosen,
        LookupState at
    )
    {
        var card = new Card(phrases).Title("Pass_Title");
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            return card.Say("Mine_None").Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"])).Build();
        if (colleagues.Count == 0)
            return card.Say("Pass_Nobody").Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"])).Build();
        var customers = Card.Choice(
            Field.Customers,
            phrases["Label_PassCustomers"],
            chosen,
            list.Items.Select(rows.Choice).Select(choice => (choice.Value, choice.Title)),
            several: true
        );
        customers["wrap"] = true;
        card.Hint("Pass_Hint", InboxDesk.MostPassed)
            .Input(customers, FieldError.At(error, Field.Customers))
            .Colleague(colleagues, error, at, Lookup.Colleagues, Verbs.MinePass, part => new(list.Skip, part))
            .Action(Card.Button(Verbs.MinePassTo, phrases["Button_Transfer"], new(list.Skip), inputs: true));
        return Pages(card, list, Verbs.MinePass, skip => new(skip), InboxDesk.MostPassed)
            .Action(Card.Button(Verbs.MineOpen, phrases["Button_Back"]))
            .Build();
    }

    /// <summary>One conversation in a list. Escaped.</summary>
    public static string Line(Phrases phrases, ConversationList list, Customer customer, DateTimeOffset now, CustomerRows rows)
    {
        var line = $"**{Markdown.Escape(phrases.Name(customer))}** · {phrases.Channel(customer.Key.Account.Channel)}";
        if (customer.LastMessageAt is { } at)
            line += $" · {phrases.Ago(at, now)}";
        line += Markdown.Escape(rows.Rest(customer));
        if (customer.State != ConversationState.Closed && phrases.Standing(customer, list.WindowEnd(customer), now) is { } standing)
            line += $"\n\n{standing}";
        var said = customer.LastText?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(said) ? line : $"{line}\n\n{Markdown.Escape(Markdown.Clip(said, LongestText))}";
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

    private static JsonObject Open(Phrases phrases, Customer customer) =>
        Card.Button(Verbs.MineOpen, phrases["Button_Open"], new(customer.Key));

    private static ListPage At(int skip) => new(skip);
}
