using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Whom to tell that a customer wrote: whoever has the conversation; while they are off duty or cannot be reached, or when they
/// have left, the managers of their store.</summary>
internal sealed class MessageTelling(
    StaffDirectory directory,
    ConversationDesk desk,
    TeamDesk team,
    CustomerViews customers,
    LiveCards live
)
{
    /// <summary>When nobody could be told.</summary>
    private static readonly TimeSpan Later = LiveCards.Later;

    /// <summary>Null: told, or there is nothing to tell. Else when to try again.</summary>
    public async Task<TimeSpan?> TellAsync(Customer customer, CancellationToken cancellationToken)
    {
        // Answered already, from here or from the platform's own inbox.
        if (customer.LastAnsweredAt >= customer.LastSaidAt)
            return null;
        if (
            (
                await directory.FindAsync(customer.Assignee!, cancellationToken)
                ?? await directory.FindFormerAsync(customer.Assignee!, cancellationToken)
            )
            is not { } seller
        )
            return Later;
        if (
            seller is { OnDuty: true, HasLeft: false }
            && await desk.OpenAsync(seller, customer.Key, cancellationToken) is Answer<OpenConversation>.Ok { Value: var open }
        )
        {
            var view = await customers.OfAsync(open, seller, cancellationToken);
            var wait = await live.ShowAsync(
                customer,
                seller.Id,
                Verbs.MineOpen.Asking(new(customer.Key)),
                reference => MessageCard.Mine(Phrases.For(reference.Locale), view, live.Now),
                cancellationToken
            );
            if (wait is null || wait < Later)
                return wait;
        }

        TimeSpan? again = Later;
        foreach (
            var manager in (await directory.OfStoreAsync(seller.Store, cancellationToken)).Where(one =>
                one is { Role: Role.Manager, OnDuty: true } && !one.Is(seller.Id)
            )
        )
        {
            if (await team.OpenAsync(manager, customer.Key, cancellationToken) is not Answer<TeamConversation>.Ok { Value.Open: var seen })
                continue;
            var view = await customers.OfAsync(seen, manager, cancellationToken);
            var wait = await live.ShowAsync(
                customer,
                manager.Id,
                Verbs.TeamConversation.Asking(new(customer.Key)),
                reference => MessageCard.ForManager(Phrases.For(reference.Locale), view, seller, live.Now),
                cancellationToken
            );
            if (wait is null || wait < again)
                again = wait;
            if (again is null)
                break;
        }

        return again;
    }
}
