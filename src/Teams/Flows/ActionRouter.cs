using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Leads each button to the flow that has registered its verb.</summary>
internal sealed class ActionRouter(VerbTable verbs, CardActs acts, CardMemory memory, ChatLines lines, SearchFlow search)
{
    public async Task<FlowResult> PressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var shown = await ActAsync(visit, action, cancellationToken);
        if (shown is FlowResult.Card beneath && Unsaved.On(action.Fields))
            return await SendAsync(visit, beneath, cancellationToken);
        var kept = memory.KeepAsync(visit, action.Verb, shown, cancellationToken);
        if (shown is FlowResult.Card card && visit.CardId is { } pressed)
            await lines.Trail.ShownAsync(visit.Address.ConversationId, pressed, card.Mark);
        await kept;
        return shown;
    }

    /// <summary>Draws a card anew where it stands. Nobody has pressed, so that nothing is done, and nobody has opened anything by
    /// it.</summary>
    public async Task<FlowResult> RedrawAsync(Visit visit, CardQuery asked, CancellationToken cancellationToken)
    {
        var shown = verbs.Find(asked.Verb) is { Verb.Kind: VerbKind.View } entry
            ? await entry.Act(visit, asked.Data, cancellationToken)
            : Unknown(visit);
        await memory.KeepAsync(visit, asked.Verb, shown, cancellationToken);
        return shown;
    }

    /// <summary>A card that was sent as a message of its own.</summary>
    public Task KeepAsync(Visit visit, string cardId, FlowResult shown, CancellationToken cancellationToken) =>
        shown is FlowResult.Card { Again: not null } card
            ? memory.KeepAsync(new(visit.Address.ServiceUrl, visit.Address.ConversationId, cardId), visit.Who.Id, card, cancellationToken)
            : Task.CompletedTask;

    /// <summary>What fits what somebody has typed so far.</summary>
    public Task<Answer<IReadOnlyList<Choice>>> FindAsync(Visit visit, Search asked, CancellationToken cancellationToken) =>
        search.FindAsync(visit, asked, cancellationToken);

    // What is typed on the card pressed is known to the client only: that card stays.
    private async Task<FlowResult> SendAsync(Visit visit, FlowResult.Card shown, CancellationToken cancellationToken)
    {
        var sent = await lines.Connector.SendAsync(visit.Address, OutgoingActivity.Card(shown.Content), cancellationToken, shown.Mark);
        if (sent is not ConnectorResult.Done done)
            return new FlowResult.Wrong(visit.Phrases["Away"]);
        if (done.Id is { } id)
            await KeepAsync(visit, id, shown, cancellationToken);
        return new FlowResult.Note(visit.Phrases["Shown_Beneath"], shown.Did) { Beneath = true };
    }

    private Task<FlowResult> ActAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (verbs.Find(action.Verb) is not { } entry)
            return Task.FromResult(Unknown(visit));
        Task<FlowResult> Act() => entry.Act(visit, action.Fields, cancellationToken);
        return entry switch
        {
            { Present: { } present } => acts.OnceAsync(visit, action, Act, () => present(visit, action.Fields, cancellationToken)),
            { Verb.Kind: VerbKind.Draft } => acts.NotedAsync(visit, action, Act),
            _ => Act(),
        };
    }

    private static FlowResult Unknown(Visit visit) => new FlowResult.Note(visit.Phrases["Unknown_Button"]);
}

/// <summary>What stands in chats, and what is sent into them.</summary>
internal sealed record ChatLines(ChatTrail Trail, ConnectorClient Connector);
