using Microsoft.Extensions.Options;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Shows one member of staff who waits.</summary>
internal sealed class WaitingTelling(
    WaitingCards cards,
    TeamsReferences references,
    ConnectorClient connector,
    IOptions<TeamsOptions> options,
    TimeProvider time
)
{
    /// <summary>The shortest time between two changes of one card.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Where it does not work out, it is tried again after so long.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public async Task TellAsync(StaffMember reader, WaitingShown card, WaitingCustomers waiting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = new ToldWaiting(card.Told);
        var anew = reader.OnDuty && told.Misses(waiting) && now - card.At >= TimeSpan.FromMinutes(options.Value.WaitingNoticeMinutes);
        var changed = card.Place is not null && card.Shown != Fingerprint(waiting) && now - card.ShownAt >= Rest;
        if (!anew && !changed)
            return;
        if (await references.FindAsync(reader.Id, cancellationToken) is not { } reference)
            return;
        if (!await cards.ClaimAsync(card, now, Lease, cancellationToken))
            return;
        var next = card with { ShownAt = now, Shown = Fingerprint(waiting) };
        if (!anew)
        {
            await ChangeAsync(reference, next, waiting, cancellationToken);
            return;
        }

        told.Add(waiting);
        await SendAsync(reference, next with { At = now, Told = told.Write() }, waiting, cancellationToken);
    }

    private async Task ChangeAsync(
        TeamsReference reference,
        WaitingShown next,
        WaitingCustomers waiting,
        CancellationToken cancellationToken
    )
    {
        var place = next.Place!;
        switch (
            await connector.UpdateAsync(
                new(place.ServiceUrl, place.ConversationId),
                place.ActivityId,
                Activity(reference, waiting),
                cancellationToken,
                Urgency.Picture
            )
        )
        {
            case ConnectorResult.Done:
                await cards.SaveAsync(next, cancellationToken);
                break;
            case ConnectorResult.Gone:
                await cards.SaveAsync(next with { Place = null }, cancellationToken);
                break;
        }
    }

    private async Task SendAsync(TeamsReference reference, WaitingShown next, WaitingCustomers waiting, CancellationToken cancellationToken)
    {
        var there = new ConversationAddress(reference.ServiceUrl, reference.ConversationId);
        switch (await connector.SendAsync(there, Activity(reference, waiting), cancellationToken, urgency: Urgency.News))
        {
            case ConnectorResult.Done { Id: var id }:
                await cards.SaveAsync(
                    next with
                    {
                        Place = id is null ? null : new(reference.ServiceUrl, reference.ConversationId, id),
                    },
                    cancellationToken
                );
                if (next.Place is { } old)
                    await connector.UpdateAsync(
                        new(old.ServiceUrl, old.ConversationId),
                        old.ActivityId,
                        OutgoingActivity.Card(WaitingCard.Moved(Phrases.For(reference.Locale))),
                        cancellationToken,
                        Urgency.Picture
                    );
                break;
            case ConnectorResult.Gone gone:
                await references.GoneAsync(reference.StaffId, gone.Code, next.At, cancellationToken);
                break;
        }
    }

    private static System.Text.Json.Nodes.JsonObject Activity(TeamsReference reference, WaitingCustomers waiting)
    {
        var phrases = Phrases.For(reference.Locale);
        return OutgoingActivity.Card(WaitingCard.Draw(phrases, waiting)).Telling(Banners.Waiting(phrases, waiting));
    }

    private static string Fingerprint(WaitingCustomers waiting) =>
        Digest.Of(
            string.Join(
                '\n',
                waiting
                    .Customers.Take(WaitingCard.MostNames)
                    .Select(customer => $"{customer.Key} {customer.Name}")
                    .Append($"{waiting.Total}")
            )
        );
}
