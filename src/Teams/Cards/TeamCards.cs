using System.Text.Json.Nodes;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>團隊: the store's people, what each has in hand, and their customers.</summary>
internal static class TeamCards
{
    /// <summary>So many are shown at a time.</summary>
    public const int Size = 10;

    private const int LongestStore = 30;

    public static JsonObject Overview(Phrases phrases, Team team, DateTimeOffset now)
    {
        var card = new Card(phrases)
            .Title("Team_Title", Markdown.Clip(team.Store, LongestStore))
            .Add(Figures.Large(new(phrases.Count(team.Pending), phrases.Say("Team_Waits", phrases.Count(team.Pending)))));
        if (team.Awaiting > 0)
            card.Row(
                $"**{phrases.Say("Team_Awaiting", phrases.Count(team.Awaiting))}**",
                Card.Button(Verbs.TeamApprovals, phrases["Button_Approvals"]).Of(team.Store)
            );
        foreach (var hands in team.Members)
        {
            var name = phrases.Name(hands.Seller.Name);
            card.Row(
                Member(phrases, team, hands, now),
                Card.Button(Verbs.TeamMember, phrases["Button_Conversations"], Staff(hands.Seller.Id, 0)).Of(name),
                Card.Button(Verbs.TeamBound, phrases["Menu_Bound"], Staff(hands.Seller.Id, 0)).Of(name)
            );
        }

        card.Main(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]));
        if (team.Skip > 0)
            card.Action(Card.Button(Verbs.TeamOpen, phrases["Button_Previous"], new(Math.Max(0, team.Skip - Size))));
        if (team.Skip + team.Members.Count < team.Total)
            card.Action(Card.Button(Verbs.TeamOpen, phrases["Button_Next"], new(team.Skip + Size)));
        return card.Build();
    }

    /// <summary>What the manager is asked to approve.</summary>
    public static JsonObject Approvals(Phrases phrases, IReadOnlyList<AwaitingBroadcast> awaiting)
    {
        var card = new Card(phrases).Title("Approvals_Title", phrases.Count(awaiting.Count));
        if (awaiting.Count == 0)
            card.Say("Approvals_None");
        foreach (var (campaign, sender) in awaiting)
        {
            List<JsonObject> parts =
            [
                TextBlocks.Strong(Markdown.Escape(RecordsCard.Words(phrases, campaign.Content))),
                TextBlocks.Small(card.Sentence("Approvals_Line", phrases.Name(sender), phrases.Count(campaign.Promised ?? 0))).Close(),
            ];
            if (campaign.DueAt is { } due)
                parts.Add(TextBlocks.Small(phrases.Say("Progress_Due", Moments.Show(due))).Close());
            card.Row(
                [.. parts],
                Card.Button(Verbs.BroadcastReview, phrases["Button_Review"], new(new CampaignTarget(campaign.Id))).Of(phrases.Name(sender))
            );
        }

        return card.Action(Card.Button(Verbs.TeamOpen, phrases["Menu_Team"])).Build();
    }

    public static JsonObject Conversations(Phrases phrases, TeamList team, DateTimeOffset now, string? note = null) =>
        CustomerRows.Fit(longest => Conversations(new ConversationRows(phrases, team.List, now, longest), team, note));

    private static JsonObject Conversations(ConversationRows rows, TeamList team, string? note)
    {
        var (phrases, seller, list) = (rows.Phrases, team.Seller, team.List);
        var card = new Card(phrases).Title("Team_Conversations", phrases.Name(seller.Name), phrases.Count(list.Total));
        if (note is not null)
            card.Text(note);
        if (list.Items.Count == 0)
            card.Say("Team_None");
        foreach (var customer in list.Items)
            card.Row(
                rows.Parts(customer),
                rows.Named(customer, Card.Button(Verbs.TeamConversation, phrases["Button_Open"], new(customer.Key)))
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
            card.Row([
                Columns.Headed(
                    TextBlocks.Strong(Markdown.Escape(phrases.Name(customer))),
                    Badges.State(phrases.Of(customer.State), Meaning.None)
                ),
                rows.About(customer).Close(),
            ]);
        return ConversationListCard
            .Pages(card, list, Verbs.TeamBound, skip => Staff(seller.Id, skip))
            .Action(Card.Button(Verbs.TeamOpen, phrases["Button_Back"]))
            .Build();
    }

    // Who has left, who cannot be told and who is off duty: the first of these is what the manager has to act on.
    private static JsonObject[] Member(Phrases phrases, Team team, Hands hands, DateTimeOffset now)
    {
        var seller = hands.Seller;
        var name = TextBlocks.Strong(Markdown.Escape(phrases.Name(seller.Name)));
        (string Key, Meaning Meaning)? state =
            seller.HasLeft ? ("Team_Left", Meaning.Warning)
            : team.Unreachable.Contains(seller.Id) ? ("Team_Unreachable", Meaning.Warning)
            : seller.OnDuty ? null
            : ("Team_OffDuty", Meaning.None);
        var role =
            phrases[$"Role_{seller.Role}"]
            + (state is { Key: "Team_Unreachable" } && !seller.OnDuty ? $" · {phrases["Team_OffDuty"]}" : "");
        List<JsonObject> parts =
        [
            state is { } stands ? Columns.Headed(name, Badges.State(phrases[stands.Key], stands.Meaning)) : name,
            TextBlocks.Small($"{role} · {phrases.Say("Team_Hands", phrases.Count(hands.InProgress), phrases.Count(hands.Bound))}").Close(),
        ];
        if (hands.LongestSince is { } since)
            parts.Add(
                TextBlocks
                    .Body(phrases.Say("Team_Waiting", phrases.Count(hands.Waiting), phrases.Say(now - since)), Meaning.Warning)
                    .Close()
            );
        return [Columns.Of(Columns.Column(Columns.Auto, Badges.Initial(seller.Name)), Columns.Column(Columns.Stretch, [.. parts]))];
    }

    private static StaffTarget Staff(string id, int skip) => new(id, skip > 0 ? skip : null);
}
