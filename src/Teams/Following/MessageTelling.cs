using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Shows a conversation to whom a desk says that they are to be told that the customer wrote.</summary>
internal sealed class MessageTelling(UnreadDesk desk, CustomerViews customers, LiveCards live)
{
    /// <summary>When nobody could be told.</summary>
    private static readonly TimeSpan Later = LiveCards.Later;

    /// <summary>Whether a card tells of all that the customer has said.</summary>
    public async Task<bool> IsToldAsync(Customer customer, CancellationToken cancellationToken) =>
        UnreadDesk.IsAnswered(customer) || await live.ShownAtAsync(customer.Key, cancellationToken) >= customer.LastSaidAt;

    /// <summary>Null: told, or there is nothing to tell. Else when to try again.</summary>
    public async Task<TimeSpan?> TellAsync(Customer customer, CancellationToken cancellationToken)
    {
        if (UnreadDesk.IsAnswered(customer))
            return null;
        TimeSpan? again = Later;
        await foreach (var reader in desk.ReadersAsync(customer, cancellationToken))
        {
            var wait = await ShowAsync(customer, reader, cancellationToken);
            // Told, or told soon. Whoever has it and cannot be reached does not decide when a manager is asked again.
            if (wait is null || (reader.InsteadOf is null && wait < Later))
                return wait;
            if (wait < again)
                again = wait;
        }

        return again;
    }

    /// <summary>A customer has edited what stands on a card that was left as it is. Null: told, or there is nobody to tell. Else when to
    /// try again.</summary>
    public async Task<TimeSpan?> EditedAsync(Customer customer, CancellationToken cancellationToken)
    {
        await foreach (var reader in desk.ReadersAsync(customer, cancellationToken))
        {
            if (reader.InsteadOf is not null)
                continue;
            // Taken back since, or too long ago to be shown.
            if (!reader.Open.Last.Any(entry => entry is { Edited: true, From: null }))
                return null;
            var view = await customers.OfAsync(reader.Open, reader.Who, cancellationToken);
            var card = new LiveCard(Verbs.MineOpen.Asking(new(customer.Key)), (reference, _) =>
                MessageCard.Edited(Phrases.For(reference.Locale), view, live.Now)
            )
            {
                OfEdit = true,
            };
            // Whoever cannot be told now opens the conversation as it is then.
            return await live.ShowAsync(customer, reader.Who.Id, card, cancellationToken) is { } later && later < LiveCards.Later
                ? later
                : null;
        }
        return null;
    }

    private async Task<TimeSpan?> ShowAsync(Customer customer, UnreadReader reader, CancellationToken cancellationToken)
    {
        var view = await customers.OfAsync(reader.Open, reader.Who, cancellationToken);
        var card = new LiveCard(
            reader.InsteadOf is null ? Verbs.MineOpen.Asking(new(customer.Key)) : Verbs.TeamConversation.Asking(new(customer.Key)),
            (reference, further) =>
                reader.InsteadOf is { } seller ? MessageCard.ForManager(Phrases.For(reference.Locale), view, seller, live.Now)
                : further ? MessageCard.Further(Phrases.For(reference.Locale), view, live.Now)
                : MessageCard.Mine(Phrases.For(reference.Locale), view, live.Now)
        );
        return await live.ShowAsync(customer, reader.Who.Id, card, cancellationToken);
    }
}
