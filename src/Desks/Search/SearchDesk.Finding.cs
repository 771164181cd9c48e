using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Search;

/// <summary>找: customers by name, tag or the words of their last message, among those whose conversations one could also turn pages to:
/// one's own, those that wait, and for a manager those of the store.</summary>
public sealed partial class SearchDesk
{
    /// <summary>Of each one's conversations, and of those that wait on an account, so many are looked at.</summary>
    private const int MostRead = 2_000;

    private const int PageSize = 500;

    /// <summary>Names that begin so first, then names, tags and words that have it inside; then the latest message first.</summary>
    /// <param name="words">Nothing is found by none.</param>
    public Task<Answer<Found>> FindAsync(StaffMember me, string words, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Found>(me, async () =>
        {
            var sought = Sought(words);
            var holders = await HoldersAsync(me, cancellationToken);
            var ranked = new List<(Customer Customer, int Rank)>();
            if (sought.Length > 0)
                foreach (var account in tools.Roster.Accounts)
                foreach (var customer in await ReadAsync(account.Key, holders.Keys, cancellationToken))
                    if (Rank(customer, sought) is { } rank)
                        ranked.Add((customer, rank));
            var found = ranked
                .DistinctBy(one => one.Customer.Key)
                .OrderBy(one => one.Rank)
                .ThenByDescending(one => one.Customer.LastMessageAt ?? DateTimeOffset.MinValue)
                .ThenBy(one => one.Customer.Key.ToString(), StringComparer.Ordinal)
                .Select(one => one.Customer)
                .ToList();
            return new Answer<Found>.Ok(new(inbox.PageOf(found, found.Count, skip, take), holders));
        });

    // Whoever has left is among them as long as something of theirs has to be passed on.
    private async Task<Dictionary<string, StaffMember>> HoldersAsync(StaffMember me, CancellationToken cancellationToken)
    {
        var holders = new Dictionary<string, StaffMember>(StringComparer.OrdinalIgnoreCase) { [me.Id] = me };
        if (!me.Manages(me.Store))
            return holders;
        foreach (var one in await tools.Directory.OfStoreAsync(me.Store, cancellationToken))
            if (one.MayBroadcast)
                holders.TryAdd(one.Id, one);
        foreach (var one in await tools.Directory.FormerOfStoreAsync(me.Store, cancellationToken))
            if (one.MayBroadcast)
                holders.TryAdd(one.Id, one);
        return holders;
    }

    private async Task<List<Customer>> ReadAsync(AccountKey account, IEnumerable<string> holders, CancellationToken cancellationToken)
    {
        List<Customer> read = [.. await tools.Conversations.PendingAsync(account, MostRead, cancellationToken)];
        foreach (var holder in holders)
        {
            string? cursor = null;
            var most = read.Count + MostRead;
            do
            {
                var page = await tools.Conversations.PageMineAsync(account, holder, cursor, PageSize, cancellationToken);
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

    private static int At(string? text, string sought) => Fold(text).IndexOf(sought, StringComparison.Ordinal);
}

/// <summary>A page of those found.</summary>
/// <param name="Holders">In whose hands they can be, by staff id: one's own among them.</param>
public sealed record Found(ConversationList List, IReadOnlyDictionary<string, StaffMember> Holders);
