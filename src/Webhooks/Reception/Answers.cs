using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Puts what we send because of an event into the ledger, once for each id.</summary>
internal sealed class Answers(Replies replies, Roster roster)
{
    /// <param name="life">How long after the event it may still be sent.</param>
    public async Task AddAsync(IReadOnlyList<Confirmation> confirmations, TimeSpan life, CancellationToken cancellationToken)
    {
        if (confirmations.Count == 0)
            return;
        await replies.AddRepliesAsync(
            [
                .. confirmations.Select(one =>
                    NewRequest.Reply(
                        one.Id,
                        one.Customer,
                        one.Content,
                        roster[one.Customer.Account.Channel].Limits.RetryKeyLifetime is not null,
                        one.At + life
                    )
                ),
            ],
            cancellationToken
        );
    }
}
