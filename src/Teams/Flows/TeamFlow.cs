using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>團隊: a manager looks at their store's conversations, passes them on and takes them over.</summary>
internal sealed class TeamFlow(TeamDesk desk, CustomerViews customers, HandoverNotice announcing, TimeProvider time)
{
    public async Task<FlowResult> OpenAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await desk.TeamAsync(visit.Who, skip, cancellationToken);
        if (answer is not Answer<Team>.Ok { Value: var team })
            return Refusal(visit, answer);
        return team.Members.Count == 0 && skip > 0
            ? await OpenAsync(visit, 0, cancellationToken)
            : new FlowResult.Card(TeamCards.Overview(visit.Phrases, team, time.GetUtcNow()));
    }

    public async Task<FlowResult> MemberAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.ConversationsAsync(visit.Who, action.Text("staff") ?? "", action.Skip(), cancellationToken);
        return answer is Answer<TeamList>.Ok { Value: var list }
            ? new FlowResult.Card(TeamCards.Conversations(visit.Phrases, list, time.GetUtcNow()))
            {
                Again = CardData.Showing(Verbs.TeamMember, action.Skip(), ("staff", action.Text("staff") ?? "")),
            }
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> BoundAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.BoundAsync(visit.Who, action.Text("staff") ?? "", action.Skip(), cancellationToken);
        return answer is Answer<TeamList>.Ok { Value: var list }
            ? new FlowResult.Card(TeamCards.Bound(visit.Phrases, list, time.GetUtcNow()))
            : Refusal(visit, answer);
    }

    public Task<FlowResult> ConversationAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        action.Customer() is { } customer
            ? ShowAsync(visit, customer, cancellationToken, at: action.Looked("colleague"))
            : Task.FromResult(Refusal(visit, new Answer<TeamConversation>.NotFound()));

    public async Task<FlowResult> RawAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return Refusal(visit, new Answer<TeamConversation>.NotFound());
        var answer = await desk.RawAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<IReadOnlyList<string>>.Ok { Value: var raw }
            ? new FlowResult.Card(RawCard.Draw(visit.Phrases, customer, raw)) { Again = CardData.Showing(Verbs.TeamRaw, customer) }
            : Refusal(visit, answer);
    }

    public Task<FlowResult> PassAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        PassAsync(visit, action, action.Text("colleague") ?? "", cancellationToken);

    public Task<FlowResult> TakeAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        PassAsync(visit, action, visit.Who.Id, cancellationToken);

    private async Task<FlowResult> PassAsync(Visit visit, CardAction action, string to, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return Refusal(visit, new Answer<BindingTransfer>.NotFound());
        var answer = await desk.PassAsync(visit.Who, customer, to, cancellationToken);
        switch (answer)
        {
            case Answer<BindingTransfer>.Ok { Value: var passed }:
                if (passed.Count > 0)
                    await announcing.PassedAsync(visit.Who, passed.To, [customer], cancellationToken);
                return await ShowAsync(
                    visit,
                    customer,
                    cancellationToken,
                    visit.Phrases.Say(
                        "Pass_Done",
                        visit.Phrases.Count(passed.Count),
                        1,
                        Markdown.Escape(visit.Phrases.Name(passed.To.Name))
                    )
                );
            case Answer<BindingTransfer>.Invalid invalid:
                return await ShowAsync(visit, customer, cancellationToken, error: visit.Error(invalid), at: action.Looked("colleague"));
            default:
                return Refusal(visit, answer);
        }
    }

    private async Task<FlowResult> ShowAsync(
        Visit visit,
        CustomerKey customer,
        CancellationToken cancellationToken,
        string? note = null,
        FieldError? error = null,
        LookupState at = default
    )
    {
        var answer = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<TeamConversation>.Ok { Value: var team })
            return Refusal(visit, answer);
        var view = await customers.OfAsync(team.Open, visit.Who, cancellationToken);
        return new FlowResult.Card(
            ConversationCard.ForManager(visit.Phrases, view, team, time.GetUtcNow(), note, error, at),
            Did: error is null
        )
        {
            Again = CardData.Showing(Verbs.TeamConversation, customer),
        };
    }

    // Who sells and is no manager is told so, and nothing of the store.
    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied && visit.Who.MayBroadcast ? new FlowResult.Note(visit.Phrases["Denied_Manager"]) : visit.Refusal(answer);
}
