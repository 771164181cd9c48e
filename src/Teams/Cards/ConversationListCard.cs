using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>待處理 and 我的事件: a page of conversations with what can be done to each.</summary>
internal static class ConversationListCard
{
    private const int LongestText = 80;

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Pending(Phrases phrases, ConversationList list, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Pending_Title", phrases.Count(list.Total));
        if (note is not null) card.Text(note);
        if (list.Items.Count == 0) card.Say("Pending_None");
        foreach (var customer in list.Items)
            card.Row(
                Line(phrases, customer, now),
                Card.Button(Verbs.PendingTake, phrases["Button_Take"], new JsonObject { ["customer"] = customer.Key.ToString(), ["skip"] = list.Skip }));
        if (list.Total > 1) card.Action(Card.Button(Verbs.PendingTakeAll, phrases["Button_TakeAll"], []));
        return Pages(card, list, Verbs.PendingOpen)
            .Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"], []))
            .Build();
    }

    /// <param name="note">What has just been done; escaped already.</param>
    public static JsonObject Mine(Phrases phrases, ConversationList list, DateTimeOffset now, string? note = null)
    {
        var card = new Card(phrases).Title("Mine_Title", phrases.Count(list.Total));
        if (note is not null) card.Text(note);
        if (list.Items.Count == 0) card.Say("Mine_None");
        var number = list.Skip;
        foreach (var customer in list.Items)
            card.Row(
                $"{++number}\\. {Line(phrases, customer, now)}",
                Card.Button(Verbs.MineOpen, phrases["Button_Open"], new JsonObject { ["customer"] = customer.Key.ToString() }),
                Card.Button(Verbs.MineClose, phrases["Button_Close"], new JsonObject { ["customer"] = customer.Key.ToString(), ["skip"] = list.Skip }));
        if (list.Total > 0) card.Action(Card.Button(Verbs.BroadcastStart, phrases["Menu_Broadcast"], []));
        return Pages(card, list, Verbs.MineOpen)
            .Action(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"], []))
            .Build();
    }

    private static string Line(Phrases phrases, Customer customer, DateTimeOffset now)
    {
        var line = $"**{Markdown.Escape(phrases.Name(customer))}** · {phrases.Channel(customer.Key.Account.Channel)}";
        if (customer.LastMessageAt is { } at) line += $" · {phrases.Ago(at, now)}";
        var said = customer.LastText?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(said) ? line : $"{line}\n\n{Markdown.Escape(Markdown.Clip(said, LongestText))}";
    }

    private static Card Pages(Card card, ConversationList list, string verb)
    {
        if (list.Skip > 0)
            card.Action(Card.Button(verb, card.Phrases["Button_Previous"], new JsonObject { ["skip"] = Math.Max(0, list.Skip - ConversationList.Size) }));
        if (list.Skip + list.Items.Count < list.Total)
            card.Action(Card.Button(verb, card.Phrases["Button_Next"], new JsonObject { ["skip"] = list.Skip + ConversationList.Size }));
        return card;
    }
}
