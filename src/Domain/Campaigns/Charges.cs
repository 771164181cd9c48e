namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What messages would cost, as far as it can be told beforehand: which of them a month's free ones are used for, and where a
/// recipient is whose number is not known, cannot.</summary>
/// <param name="Charged">How many are charged.</param>
/// <param name="FreeLeft">How many free ones the number has left; null where that does not matter.</param>
/// <param name="UnknownMarket">To how many recipients nobody can say at which rate.</param>
public sealed record Charges(decimal Low, decimal High, long Charged, long? FreeLeft, long UnknownMarket)
{
    /// <summary>There is no rate for some of them: it costs more than is said here.</summary>
    public bool Open { get; init; }

    /// <param name="recipients">How many there are, by <see cref="Rates.CodeOf"/>.</param>
    /// <param name="each">Messages to each of them.</param>
    /// <param name="freeLeft">Null: none of them is free.</param>
    public static Charges Of(Tariff tariff, IReadOnlyDictionary<string, long> recipients, long each, long? freeLeft)
    {
        var groups = recipients.Select(group => (Messages: group.Value * each, Price: tariff.PriceOf(group.Key))).ToList();
        var all = groups.Sum(group => group.Messages);
        var charged = Math.Max(0, all - (freeLeft ?? 0));
        return new(
            Sum(
                groups
                    .Where(group => group.Price is not null)
                    .Select(group => (group.Messages, group.Price!.Value.Low))
                    .OrderBy(group => group.Low),
                charged,
                groups
            ),
            Sum(
                groups
                    .Where(group => group.Price is not null)
                    .Select(group => (group.Messages, group.Price!.Value.High))
                    .OrderByDescending(group => group.High),
                charged,
                []
            ),
            charged,
            freeLeft,
            recipients.GetValueOrDefault("")
        )
        {
            Open = charged > 0 && groups.Exists(group => group.Price is null),
        };
    }

    // Of the messages in this order so many are charged. At the least, those without a rate are the ones charged first.
    private static decimal Sum(
        IEnumerable<(long Messages, decimal Price)> groups,
        long charged,
        IEnumerable<(long Messages, (decimal, decimal)? Price)> all
    )
    {
        var left = Math.Max(0, charged - all.Where(group => group.Price is null).Sum(group => group.Messages));
        var sum = 0m;
        foreach (var (messages, price) in groups)
        {
            var some = Math.Min(messages, left);
            (sum, left) = (sum + some * price, left - some);
        }

        return sum;
    }
}
