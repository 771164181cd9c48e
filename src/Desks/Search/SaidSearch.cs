using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Search;

/// <summary>
/// Words in all that was said with some customers. The journal has it by customer, and whoever looks may read few of all customers: so
/// theirs is read, and no index of words has to be kept up with each message.
/// </summary>
public sealed class SaidSearch(Journal journal, ConversationHistory history, TimeProvider time)
{
    private const int CustomersAtOnce = 50,
        LinesAtOnce = 5_000,
        MostLines = 40_000,
        MostFound = 100,
        MostDoubtful = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The latest line of each in which they are.</summary>
    /// <param name="customers">The first are looked at first: with very many lines, or a slow database, the last are not.</param>
    /// <param name="sought">As <see cref="SoughtText.Sought"/> returned it; nothing is found by none.</param>
    public async Task<IReadOnlyDictionary<CustomerKey, HistoryLine>> FindAsync(
        IReadOnlyList<Customer> customers,
        string sought,
        CancellationToken cancellationToken
    )
    {
        var (found, left, began) = (new Dictionary<CustomerKey, HistoryLine>(), MostLines, time.GetTimestamp());
        var parts = customers.Select(customer => customer.Key).Chunk(CustomersAtOnce).SelectMany(part => part.GroupBy(key => key.Account));
        foreach (var part in sought.Length == 0 ? [] : parts)
        {
            if (left <= 0 || found.Count >= MostFound || time.GetElapsedTime(began) > Patience)
                break;
            var lines = await journal.SaidAsync(part.Key, [.. part], Math.Min(left, LinesAtOnce), cancellationToken);
            left -= lines.Count;
            foreach (var said in lines.Where(line => SoughtText.IsIn(line.Words, sought)).GroupBy(line => line.Customer))
                if (await StandsAsync(said, sought, cancellationToken) is { } line)
                    found[said.Key] = line;
        }

        return found;
    }

    /// <summary>The latest that still says so: it may have been edited or taken back since.</summary>
    private async Task<HistoryLine?> StandsAsync(IGrouping<CustomerKey, SaidLine> said, string sought, CancellationToken cancellationToken)
    {
        foreach (var line in said.Take(MostDoubtful))
        {
            var now = (await history.ReadAsync(said.Key, line.Place.Behind, later: false, 1, cancellationToken)).Lines;
            if (now is [var one, ..] && one.Place == line.Place && SoughtText.IsIn(one.Entry, sought))
                return one;
        }

        return null;
    }
}
