using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Two cards for each conversation and whoever is told of it. The first may be typed into, and is left as it is; what comes until they have
/// answered is told by a second one beneath, which is brought up to date. After an answer, or when these have become old, it begins anew.
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

    /// <summary>When anybody was shown last what a customer said; null: never, as far as it is kept.</summary>
    public Task<DateTimeOffset?> ShownAtAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        tools.Cards.ShownAtAsync(customer, cancellationToken);

    /// <summary>Null: shown. Else when to try again; <see cref="Later"/> where this person cannot be told.</summary>
    public async Task<TimeSpan?> ShowAsync(Customer customer, string staffId, LiveCard card, CancellationToken cancellationToken)
    {
        if (await references.FindAsync(staffId, cancellationToken) is not { } reference)
            return Later;
        var last = await tools.Cards.FindAsync(customer.Key, staffId, cancellationToken);
        if (last is not null && Now - last.ShownAt is var since && since < Rest && since >= TimeSpan.Zero)
            return Rest - since;
        // Another edit is told on the card of the last.
        var from = last is { OfEdit: true } && card.OfEdit ? last.ShownAt : last?.At;
        if (from is { } told && (Now - told >= Lives || customer.LastAnsweredAt > told))
            last = null;
        var telling = new Telling(customer, reference, new(card.Draw(reference, last is not null)) { Again = card.Again }, card.OfEdit);
        // A message is news of its own, also after an edit: changed, a card calls nobody.
        return last is { Fields: false } && (card.OfEdit || !last.OfEdit)
            ? await ChangeAsync(telling, last, cancellationToken)
            : await SendAsync(telling, last?.At ?? (card.OfEdit ? DateTimeOffset.UnixEpoch : Now), cancellationToken);
    }

    private async Task<TimeSpan?> ChangeAsync(Telling telling, NoticeShown last, CancellationToken cancellationToken)
    {
        var there = new ConversationAddress(last.Card.ServiceUrl, last.Card.ConversationId);
        await connector.ToldAsync(there, telling.Customer.Key);
        switch (await connector.UpdateAsync(there, last.Card.ActivityId, Activity(telling), cancellationToken, Urgency.Picture))
        {
            case ConnectorResult.Done:
                await tools.Cards.ShownAgainAsync(telling.Customer.Key, telling.Reader.StaffId, last.Card, Now, cancellationToken);
                await memory.KeepAsync(last.Card, telling.Reader.StaffId, telling.Shown, cancellationToken);
                return null;
            case ConnectorResult.Later { After: var after }:
                // What came meanwhile is on it then.
                return after < LongestLater ? after : LongestLater;
            default:
                return await SendAsync(telling, last.At, cancellationToken);
        }
    }

    /// <param name="at">When the first was sent of what has not been answered since.</param>
    private async Task<TimeSpan?> SendAsync(Telling telling, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (customer, reader) = (telling.Customer.Key, telling.Reader);
        switch (
            await connector.SendAsync(
                new(reader.ServiceUrl, reader.ConversationId),
                Activity(telling),
                cancellationToken,
                new ChatMark(null, null) { Told = customer },
                Urgency.News
            )
        )
        {
            case ConnectorResult.Done { Id: { } id }:
                var place = new TeamsCard(reader.ServiceUrl, reader.ConversationId, id);
                var fields = Card.HasFields(telling.Shown.Content);
                await tools.Cards.SaveAsync(
                    customer,
                    reader.StaffId,
                    new(place, at, Now, fields) { OfEdit = telling.OfEdit },
                    cancellationToken
                );
                await memory.KeepAsync(place, reader.StaffId, telling.Shown, cancellationToken);
                return null;
            case ConnectorResult.Done:
                return null;
            case ConnectorResult.Gone gone:
                await references.GoneAsync(reader.StaffId, gone.Code, Now, cancellationToken);
                return Later;
            default:
                // Also where nobody knows: told twice does no harm, and not at all does.
                return Later;
        }
    }

    private JsonObject Activity(Telling telling) =>
        OutgoingActivity.Card(telling.Shown.Content).Telling(tools.Banners.Message(Phrases.For(telling.Reader.Locale), telling.Customer));

    private sealed record Telling(Customer Customer, TeamsReference Reader, FlowResult.Card Shown, bool OfEdit);
}

/// <summary>What somebody is told of a conversation by.</summary>
/// <param name="Again">What shows the conversation to this person, when the card is drawn anew without news.</param>
/// <param name="Draw">For whom, and whether a card further up tells of it already.</param>
internal sealed record LiveCard(CardQuery Again, Func<TeamsReference, bool, JsonObject> Draw)
{
    /// <summary>It tells of an edit, and not of a message.</summary>
    public bool OfEdit { get; init; }
}

/// <summary>Where it is remembered who was told by which card, and what a banner says of one.</summary>
internal sealed record LiveCardTools(NoticeCards Cards, Banners Banners);
