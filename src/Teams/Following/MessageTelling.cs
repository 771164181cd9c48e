using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Whom to tell that a customer wrote: whoever has the conversation; while they are off duty or cannot be reached, the managers of their store.</summary>
internal sealed class MessageTelling(StaffDirectory directory, ConversationDesk desk, TeamDesk team, CustomerViews customers, LiveCards live)
{
    /// <summary>False: nobody could be told.</summary>
    public async Task<bool> TellAsync(Customer customer, CancellationToken ct)
    {
        // Answered already, from here or from the platform's own inbox.
        if (customer.LastAnsweredAt >= customer.LastMessageAt) return true;
        if (await directory.FindAsync(customer.Assignee!, ct) is not { } seller) return false;
        if (seller.OnDuty && await desk.OpenAsync(seller, customer.Key, ct) is Answer<OpenConversation>.Ok { Value: var open })
        {
            var view = await customers.OfAsync(open, seller, ct);
            if (await live.ShowAsync(customer, seller.Id, reference => MessageCard.Mine(Phrases.For(reference.Locale), view, live.Now), ct)) return true;
        }

        var told = false;
        foreach (var manager in (await directory.OfStoreAsync(seller.Store, ct)).Where(one => one is { Role: Role.Manager, OnDuty: true } && !one.Is(seller.Id)))
        {
            if (await team.OpenAsync(manager, customer.Key, ct) is not Answer<TeamConversation>.Ok { Value.Open: var seen }) continue;
            var view = await customers.OfAsync(seen, manager, ct);
            told |= await live.ShowAsync(customer, manager.Id, reference => MessageCard.ForManager(Phrases.For(reference.Locale), view, seller, live.Now), ct);
        }

        return told;
    }
}
