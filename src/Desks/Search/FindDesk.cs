using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Search;

/// <summary>找: customers by name, tag or words that were said, among those whose conversations one could also turn pages to: one's own,
/// those that wait, and for a manager those of the store.</summary>
public sealed class FindDesk(InboxDesk inbox, Roster roster, Conversations conversations, StaffDirectory directory, SaidSearch search)
{
    /// <summary>Of each one's conversations, and of those that wait on an account, so many are looked at.</summary>
    private const int MostRead = 2_000;

    private const int PageSize = 500;

    /// <summary>Of a text that is searched, so many letters.</summary>
    private const int LongestText = 500;

    /// <summary>Where only what was said before holds the words.</summary>
    private const int RankOfSaid = 4;

    /// <summary>Names that begin so first, then names, tags and words that have it inside; then the latest message first.</summary>
    /// <param name="words">Nothing is found by none.</param>
    public Task<Answer<Found>> FindAsync(StaffMember me, string words, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Found>(me, async () =>
        {
            var sought = SoughtText.Sought(words);
            var holders = await HoldersAsync(me, cancellationToken);
            var read = new List<Customer>();
            if (sought.Length > 0)
                foreach (var account in roster.Accounts)
                    read.AddRange(await ReadAsync(account.Key, holders.Keys, cancellationToken));
            var ranked = read.DistinctBy(customer => customer.Key)
                .Select(customer => (Customer: customer, Rank: Rank(customer, sought)))
                .ToList();
            var said = await search.FindAsync(
                [.. Latest(ranked.Where(one => one.Rank is null).Select(one => one.Customer))],
                sought,
                cancellationToken
            );
            List<Customer> found =
            [
                .. ranked
                    .Select(one => (one.Customer, Rank: one.Rank ?? (said.ContainsKey(one.Customer.Key) ? RankOfSaid : null)))
                    .Where(one => one.Rank is not null)
                    .GroupBy(one => one.Rank)
                    .OrderBy(group => group.Key)
                    .SelectMany(group => Latest(group.Select(one => one.Customer))),
            ];
            return new Answer<Found>.Ok(new(inbox.PageOf(found, found.Count, skip, take), holders, said));
        });

    private static IEnumerable<Customer> Latest(IEnumerable<Customer> customers) =>
        customers
            .OrderByDescending(customer => customer.LastMessageAt ?? DateTimeOffset.MinValue)
            .ThenBy(customer => customer.Key.ToString(), StringComparer.Ordinal);

    // Whoever has left is among them as long as something of theirs has to be passed on.
    private async Task<Dictionary<string, StaffMember>> HoldersAsync(StaffMember me, CancellationToken cancellationToken)
    {
        var holders = new Dictionary<string, StaffMember>(StringComparer.OrdinalIgnoreCase) { [me.Id] = me };
        if (!me.Manages(me.Store))
            return holders;
        foreach (var one in await directory.OfStoreAsync(me.Store, cancellationToken))
            if (one.MayBroadcast)
                holders.TryAdd(one.Id, one);
        foreach (var one in await directory.FormerOfStoreAsync(me.Store, cancellationToken))
            if (one.MayBroadcast)
                holders.TryAdd(one.Id, one);
        return holders;
    }

    private async Task<List<Customer>> ReadAsync(AccountKey account, IEnumerable<string> holders, CancellationToken cancellationToken)
    {
        List<Customer> read = [.. await conversations.PendingAsync(account, MostRead, cancellationToken)];
        foreach (var holder in holders)
        {
            string? cursor = null;
            var most = read.Count + MostRead;
            do
            {
                var page = await conversations.PageMineAsync(account, holder, cursor, PageSize, cancellationToken);
                read.AddRange(page.Customers);
                cursor = page.Next;
            } while (cursor is not null && read.Count < most);
        }

        return read;
    }

    private static int? Rank(Customer customer, string sought) =>
        At(customer.Name, sought) switch
        {
            0 => 0,
            > 0 => 1,
            _ when customer.Tags.Any(tag => At(tag, sought) >= 0) => 2,
            _ when At(customer.LastText, sought) >= 0 => 3,
            _ => null,
        };

    private static int At(string? text, string sought) => SoughtText.Fold(text, LongestText).IndexOf(sought, StringComparison.Ordinal);
}

/// <summary>A page of those found.</summary>
/// <param name="Holders">In whose hands they can be, by staff id: one's own among them.</param>
/// <param name="Said">What was said before, where it holds the words and nothing else does: the latest such line.</param>
public sealed record Found(
    ConversationList List,
    IReadOnlyDictionary<string, StaffMember> Holders,
    IReadOnlyDictionary<CustomerKey, HistoryLine> Said
);
