using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>團隊: a manager looks at their store's conversations, passes them on and takes them over.</summary>
internal sealed class TeamFlow(
    TeamDesk desk,
    CustomerViews customers,
    ConversationViews conversations,
    HandoverNotice announcing,
    TimeProvider time
) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.TeamOpen.Shows((visit, page, token) => OpenAsync(visit, page.From, token)),
            Verbs.TeamApprovals.Shows(ApprovalsAsync),
            Verbs.TeamMember.Shows(MemberAsync),
            Verbs.TeamBound.Shows(BoundAsync),
            Verbs.TeamConversation.Shows(ConversationAsync),
            Verbs.TeamRaw.Shows(RawAsync),
            Verbs.TeamPass.Once((visit, form, token) => PassAsync(visit, form, form.Colleague ?? "", token), ConversationAsync),
            Verbs.TeamTake.Once((visit, form, token) => PassAsync(visit, form, visit.Who.Id, token), ConversationAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Team, (visit, token) => OpenAsync(visit, 0, token))];

    private async Task<FlowResult> OpenAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await desk.TeamAsync(visit.Who, skip, TeamCards.Size, cancellationToken);
        if (answer is not Answer<Team>.Ok { Value: var team })
            return Refusal(visit, answer);
        return team.Members.Count == 0 && skip > 0
            ? await OpenAsync(visit, 0, cancellationToken)
            : new FlowResult.Card(TeamCards.Overview(visit.Phrases, team, time.GetUtcNow()));
    }

    private async Task<FlowResult> ApprovalsAsync(Visit visit, Nothing _, CancellationToken cancellationToken)
    {
        var answer = await desk.AwaitingAsync(visit.Who, cancellationToken);
        return answer is Answer<IReadOnlyList<AwaitingBroadcast>>.Ok { Value: var awaiting }
            ? new FlowResult.Card(TeamCards.Approvals(visit.Phrases, awaiting))
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> MemberAsync(Visit visit, StaffTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.ConversationsAsync(visit.Who, target.Staff, target.From, ConversationListCard.Size, cancellationToken);
        return answer is Answer<TeamList>.Ok { Value: var list }
            ? new FlowResult.Card(TeamCards.Conversations(visit.Phrases, list, time.GetUtcNow()))
            {
                Again = Verbs.TeamMember.Asking(target),
            }
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> BoundAsync(Visit visit, StaffTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.BoundAsync(visit.Who, target.Staff, target.From, ConversationListCard.Size, cancellationToken);
        return answer is Answer<TeamList>.Ok { Value: var list }
            ? new FlowResult.Card(TeamCards.Bound(visit.Phrases, list, time.GetUtcNow()))
            : Refusal(visit, answer);
    }

    private Task<FlowResult> ConversationAsync(Visit visit, TeamForm form, CancellationToken cancellationToken) =>
        form.Customer is { } customer
            ? ShowAsync(visit, customer, default, form.Looked, cancellationToken)
            : Task.FromResult(Refusal(visit, new Answer<TeamConversation>.NotFound()));

    private async Task<FlowResult> RawAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } customer)
            return Refusal(visit, new Answer<TeamConversation>.NotFound());
        var answer = await desk.RawAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<IReadOnlyList<string>>.Ok { Value: var raw }
            ? new FlowResult.Card(RawCard.Draw(visit.Phrases, customer, raw)) { Again = Verbs.TeamRaw.Asking(new(customer)) }
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> PassAsync(Visit visit, TeamForm form, string to, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return Refusal(visit, new Answer<BindingTransfer>.NotFound());
        var answer = await desk.PassAsync(visit.Who, customer, to, cancellationToken);
        if (answer is Answer<BindingTransfer>.Invalid invalid)
            return await ShowAsync(visit, customer, visit.Error(invalid), form.Looked, cancellationToken);
        if (answer is not Answer<BindingTransfer>.Ok { Value: var passed })
            return Refusal(visit, answer);
        if (passed.Count > 0)
            await announcing.PassedAsync(visit.Who, passed.To, [customer], cancellationToken);
        var said = passed.To.Is(visit.Who.Id)
            ? visit.Phrases["Take_Done"]
            : visit.Phrases.Say("Pass_Done", visit.Phrases.Count(passed.Count), 1, Markdown.Escape(visit.Phrases.Name(passed.To.Name)));
        return await ShowAsync(visit, customer, said, default, cancellationToken);
    }

    private async Task<FlowResult> ShowAsync(
        Visit visit,
        CustomerKey customer,
        Remark remark,
        LookupState at,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<TeamConversation>.Ok { Value: var team })
            return Refusal(visit, answer);
        // One's own, since it was taken over perhaps: to be replied to.
        if (team.Open.Customer.IsOf(visit.Who.Id))
            return await conversations.OpenAsync(visit, customer, remark, cancellationToken);
        var view = await customers.OfAsync(team.Open, visit.Who, cancellationToken);
        return new FlowResult.Card(ConversationCard.ForManager(visit.Phrases, view, new(team, at), time.GetUtcNow(), remark), remark.Did)
        {
            Again = Verbs.TeamConversation.Asking(new(customer)),
        };
    }

    // Whoever is no manager is told so, and nothing of the store.
    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Manager"]) : visit.Refusal(answer);
}
