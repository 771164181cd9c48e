namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What messages of one category cost at one time.</summary>
public sealed record Tariff(Rates Rates, string Category, DateTimeOffset At)
{
    /// <summary>The least and the most that a message costs, which is one price where the market is known; null where no rate is.</summary>
    /// <param name="code">As <see cref="Rates.CodeOf"/> gives it.</param>
    public (decimal Low, decimal High)? PriceOf(string code) =>
        code.Length == 0 ? Rates.Between(Category, At)
        : Rates.Find(code, Category, At) is { } one ? (one, one)
        : null;
}
