using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>團隊: a manager looks at their store's conversations, passes them on and takes them over.</summary>
internal sealed class TeamFlow(TeamDesk desk, CustomerViews customers, Announcing announcing, TimeProvider time)
{
    public async Task<Shown> OpenAsync(Visit visit, int skip, CancellationToken ct)
    {
        var answer = await desk.TeamAsync(visit.Who, skip, ct);
        if (answer is not Answer<Team>.Ok { Value: var team }) return Refusal(visit, answer);
        return team.Members.Count == 0 && skip > 0 ? await OpenAsync(visit, 0, ct) : new Shown.Card(TeamCards.Overview(visit.Phrases, team, time.GetUtcNow()));
    }

    public async Task<Shown> MemberAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await desk.ConversationsAsync(visit.Who, action.Text("staff") ?? "", action.Skip(), ct);
        return answer is Answer<TeamList>.Ok { Value: var list } 
            ? new Shown.Card(TeamCards.Conversations(visit.Phrases, list, time.GetUtcNow())) { Again = CardData.Showing(Verbs.TeamMember, action.Skip(), ("staff", action.Text("staff") ?? "")) } : Refusal(visit, answer);
    }

    public async Task<Shown> BoundAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await desk.BoundAsync(visit.Who, action.Text("staff") ?? "", action.Skip(), ct);
        return answer is Answer<TeamList>.Ok { Value: var list } ? new Shown.Card(TeamCards.Bound(visit.Phrases, list, time.GetUtcNow())) : Refusal(visit, answer);
    }

    public Task<Shown> ConversationAsync(Visit visit, CardAction action, CancellationToken ct) =>
        action.Customer() is { } customer ? ShowAsync(visit, customer, ct, at: action.Looked("colleague")) : Task.FromResult(Refusal(visit, new Answer<TeamConversation>.NotFound()));

    public async Task<Shown> RawAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return Refusal(visit, new Answer<TeamConversation>.NotFound());
        var answer = await desk.RawAsync(visit.Who, customer, ct);
        return answer is Answer<IReadOnlyList<string>>.Ok { Value: var raw } ? new Shown.Card(RawCard.Draw(visit.Phrases, customer, raw)) : Refusal(visit, answer);
    }

    public Task<Shown> PassAsync(Visit visit, CardAction action, CancellationToken ct) => PassAsync(visit, action, action.Text("colleague") ?? "", ct);

    public Task<Shown> TakeAsync(Visit visit, CardAction action, CancellationToken ct) => PassAsync(visit, action, visit.Who.Id, ct);

    private async Task<Shown> PassAsync(Visit visit, CardAction action, string to, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return Refusal(visit, new Answer<Passed>.NotFound());
        var answer = await desk.PassAsync(visit.Who, customer, to, ct);
        switch (answer)
        {
            case Answer<Passed>.Ok { Value: var passed }:
                if (passed.Count > 0) await announcing.PassedAsync(visit.Who, passed.To, [customer], ct);
                return await ShowAsync(visit, customer, ct, visit.Phrases.Say("Pass_Done", visit.Phrases.Count(passed.Count), 1, Markdown.Escape(visit.Phrases.Name(passed.To.Name))));
            case Answer<Passed>.Invalid invalid:
                return await ShowAsync(visit, customer, ct, error: visit.Error(invalid), at: action.Looked("colleague"));
            default:
                return Refusal(visit, answer);
        }
    }

    private async Task<Shown> ShowAsync(Visit visit, CustomerKey customer, CancellationToken ct, string? note = null, FieldError? error = null, Looked at = default)
    {
        var answer = await desk.OpenAsync(visit.Who, customer, ct);
        if (answer is not Answer<TeamConversation>.Ok { Value: var team }) return Refusal(visit, answer);
        var view = await customers.OfAsync(team.Open, visit.Who, ct);
        return new Shown.Card(ConversationCard.ForManager(visit.Phrases, view, team, time.GetUtcNow(), note, error, at), Did: error is null) { Again = CardData.Showing(Verbs.TeamConversation, customer) };
    }

    // Who sells and is no manager is told so, and nothing of the store.
    private static Shown Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied && visit.Who.MayBroadcast ? new Shown.Note(visit.Phrases["Denied_Manager"]) : visit.Refusal(answer);
}
