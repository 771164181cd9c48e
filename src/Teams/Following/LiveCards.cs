using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// One card for each conversation and whoever is told of it, brought up to date until they have answered; then, or when it has become old,
/// the next message is told by a new one, which Teams announces.
/// </summary>
internal sealed class LiveCards(
    LiveCardTools tools,
    CardMemory memory,
    TeamsReferences references,
    ConnectorClient connector,
    TimeProvider time
)
{
    /// <summary>A card changed further up in the chat is not seen any more.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(30);

    /// <summary>The shortest time between two changes of one card.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestLater = TimeSpan.FromMinutes(1);

    /// <summary>When somebody cannot be told.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromMinutes(2);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Null: shown. Else when to try again; <see cref="Later"/> where this person cannot be told.</summary>
    /// <param name="again">What shows the conversation to this person, when the card is drawn anew without news.</param>
    public async Task<TimeSpan?> ShowAsync(
        Customer customer,
        string staffId,
        CardQuery again,
        Func<TeamsReference, JsonObject> draw,
        CancellationToken cancellationToken
    )
    {
        if (await references.FindAsync(staffId, cancellationToken) is not { } reference)
            return Later;
        var shown = new FlowResult.Card(draw(reference)) { Again = again };
        var activity = OutgoingActivity.Card(shown.Content).Telling(tools.Banners.Message(Phrases.For(reference.Locale), customer));
        var last = await tools.Cards.FindAsync(customer.Key, staffId, cancellationToken);
        if (last is not null && Now - last.ShownAt is var since && since < Rest && since >= TimeSpan.Zero)
            return Rest - since;
        if (last is not null && Now - last.At < Lives && !(customer.LastAnsweredAt > last.At))
        {
            var there = new ConversationAddress(last.Card.ServiceUrl, last.Card.ConversationId);
            switch (await connector.UpdateAsync(there, last.Card.ActivityId, activity, cancellationToken, Urgency.Picture))
            {
                case ConnectorResult.Done:
                    await tools.Cards.SaveAsync(customer.Key, staffId, last with { ShownAt = Now }, cancellationToken);
                    await memory.KeepAsync(last.Card, staffId, shown, cancellationToken);
                    await connector.ToldAsync(there, customer.Key);
                    return null;
                case ConnectorResult.Later { After: var after }:
                    // What came meanwhile is on it then.
                    return after < LongestLater ? after : LongestLater;
            }
        }

        switch (
            await connector.SendAsync(
                new(reference.ServiceUrl, reference.ConversationId),
                activity,
                cancellationToken,
                new ChatMark(null, null) { Told = customer.Key },
                Urgency.News
            )
        )
        {
            case ConnectorResult.Done { Id: { } id }:
                var place = new TeamsCard(reference.ServiceUrl, reference.ConversationId, id);
                await tools.Cards.SaveAsync(customer.Key, staffId, new(place, Now, Now), cancellationToken);
                await memory.KeepAsync(place, staffId, shown, cancellationToken);
                return null;
            case ConnectorResult.Done:
                return null;
            case ConnectorResult.Gone gone:
                await references.GoneAsync(staffId, gone.Code, Now, cancellationToken);
                return Later;
            default:
                // Also where nobody knows: told twice does no harm, and not at all does.
                return Later;
        }
    }
}

/// <summary>Where it is remembered who was told by which card, and what a banner says of one.</summary>
internal sealed record LiveCardTools(NoticeCards Cards, Banners Banners);
