using System.Text.Json.Nodes;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>團隊: the store's people, what each has in hand, and their customers.</summary>
internal static class TeamCards
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    public static JsonObject Overview(Phrases phrases, Team team, DateTimeOffset now)
    {
        var card = new Card(phrases).Title("Team_Title", Markdown.Clip(team.Store, 30)).Say("Team_Pending", phrases.Count(team.Pending));
        foreach (var hands in team.Members)
        {
            var line = $"**{Markdown.Escape(phrases.Name(hands.Seller.Name))}** · {phrases[$"Role_{hands.Seller.Role}"]}";
            if (hands.Seller.HasLeft)
                line += $" · {phrases["Team_Left"]}";
            else if (!hands.Seller.OnDuty)
                line += $" · {phrases["Team_OffDuty"]}";
            if (!hands.Seller.HasLeft && team.Unreachable.Contains(hands.Seller.Id))
                line += $" · {phrases["Team_Unreachable"]}";
            line += $"\n\n{phrases.Say("Team_Hands", phrases.Count(hands.InProgress), phrases.Count(hands.Bound))}";
            if (hands.LongestSince is { } since)
                line += $"\n\n{phrases.Say("Team_Waiting", phrases.Count(hands.Waiting), phrases.Say(now - since))}";
            card.Row(
                line,
                Card.Button(Verbs.TeamMember, phrases["Button_Conversations"], Staff(hands.Seller.Id, 0)),
                Card.Button(Verbs.TeamBound, phrases["Menu_Bound"], Staff(hands.Seller.Id, 0))
            );
        }

        if (team.Skip > 0)
            card.Action(Card.Button(Verbs.TeamOpen, phrases["Button_Previous"], new(Math.Max(0, team.Skip - Size))));
        if (team.Skip + team.Members.Count < team.Total)
            card.Action(Card.Button(Verbs.TeamOpen, phrases["Button_Next"], new(team.Skip + Size)));
        return card.Action(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"])).Build();
    }

    public static JsonObject Conversations(Phrases phrases, TeamList team, DateTimeOffset now, string? note = null)
    {
        var (seller, list) = (team.Seller, team.List);
        var card = new Card(phrases).Title("Team_Conversations", phrases.Name(seller.Name), phrases.Count(list.Total));
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            card.Say("Team_None");
        var rows = new CustomerRows(phrases, list.Items, list.Accounts, now);
        foreach (var customer in list.Items)
            card.Row(
                ConversationListCard.Line(phrases, list, customer, now, rows),
                Card.Button(Verbs.TeamConversation, phrases["Button_Open"], new(customer.Key))
            );
        return ConversationListCard
            .Pages(card, list, Verbs.TeamMember, skip => Staff(seller.Id, skip))
            .Action(Card.Button(Verbs.TeamOpen, phrases["Button_Back"]))
            .Build();
    }

    public static JsonObject Bound(Phrases phrases, TeamList team, DateTimeOffset now)
    {
        var (seller, list) = (team.Seller, team.List);
        var card = new Card(phrases).Title("Team_Bound", phrases.Name(seller.Name), phrases.Count(list.Total));
        if (list.Items.Count == 0)
            card.Say("Team_BoundNone");
        var rows = new CustomerRows(phrases, list.Items, list.Accounts, now, words: false);
        foreach (var customer in list.Items)
            card.Row($"{Markdown.Escape(rows.Line(customer))} · {phrases.Of(customer.State)}");
        return ConversationListCard
            .Pages(card, list, Verbs.TeamBound, skip => Staff(seller.Id, skip))
            .Action(Card.Button(Verbs.TeamOpen, phrases["Button_Back"]))
            .Build();
    }

    private static StaffTarget Staff(string id, int skip) => new(id, skip > 0 ? skip : null);
}
