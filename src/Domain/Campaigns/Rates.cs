using System.Globalization;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What WhatsApp takes for one delivered message, as the operator knows it: by the market of the recipient, which their number's
/// calling code tells, by category and since when.</summary>
public sealed class Rates
{
    /// <summary>The category of what is written freely in the 24-hour window.</summary>
    public const string Service = "service";

    /// <summary>So many service messages of a number are free in a month (meta.com, "Pricing on the WhatsApp Business Platform", as of
    /// 2026-10-01).</summary>
    public const int FreeInMonth = 1_000;

    /// <summary>Before, service messages cost nothing.</summary>
    public static readonly DateTimeOffset ServiceChargedFrom = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Rates None = new([]);

    private const int LongestCode = 4;
    private const string Others = "*";
    private static readonly string[] Columns = ["market", "codes", "category", "from", "amount", "currency"];
    private static readonly HashSet<string> Categories = [Service, "utility", "marketing", "authentication"];

    private readonly ILookup<(string Code, string Category), Rate> rates;

    private Rates(IReadOnlyList<Rate> all)
    {
        rates = all.ToLookup(rate => (rate.Code, rate.Category));
        Currency = all.Count == 0 ? null : all[0].Currency;
    }

    /// <summary>ISO 4217; one for all, as an account is billed in one. Null: no rates are known.</summary>
    public string? Currency { get; }

    /// <summary>The beginning of a number that tells its market; empty for an id that is no number.</summary>
    public static string CodeOf(string userId) =>
        userId.Length >= LongestCode && userId.All(char.IsAsciiDigit) ? userId[..LongestCode] : "";

    /// <summary>What a message to such a number costs; null where no rate is known.</summary>
    /// <param name="code">As <see cref="CodeOf"/> gives it.</param>
    public decimal? Find(string code, string category, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (code.Length == 0)
            return null;
        for (var length = code.Length; length > 0; length--)
            if (Since(code[..length], category, day) is { } rate)
                return rate;
        return Since(Others, category, day);
    }

    /// <summary>The cheapest and the dearest of all markets: what a message to an unknown one may cost. Null where no rate of the category
    /// is known.</summary>
    public (decimal Low, decimal High)? Between(string category, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var all = rates
            .Where(same => same.Key.Category == category)
            .Select(same => Since(same.Key.Code, category, day))
            .OfType<decimal>()
            .ToList();
        return all.Count == 0 ? null : (all.Min(), all.Max());
    }

    private decimal? Since(string code, string category, DateOnly day) =>
        rates[(code, category)].Where(rate => rate.From <= day).MaxBy(rate => rate.From)?.Amount;

    /// <summary>Reads a CSV file with the columns market, codes (calling codes, by blanks; * for all others), category, from (yyyy-MM-dd,
    /// UTC), amount, currency.</summary>
    public static RatesReading Read(ReadOnlySpan<byte> file)
    {
        if (CsvText.Read(file) is not CsvReading.Ok { Rows: var rows })
            return new RatesReading.Refused(["it is no CSV that can be read"]);
        string[] header = rows is [var first, ..] ? [.. first.Fields.Select(name => name.Trim().ToLowerInvariant())] : [];
        var missing = Columns.Where(column => header.Count(name => name == column) != 1).ToList();
        if (missing.Count > 0)
            return new RatesReading.Refused([.. missing.Select(column => $"line 1: there has to be one column '{column}'")]);
        var places = Columns.Select(column => Array.IndexOf(header, column)).ToArray();
        var (all, wrong) = (new List<Rate>(), new List<string>());
        foreach (var row in rows.Skip(1))
        {
            var fields = places.Select(place => place < row.Fields.Count ? SafeCell.Read(row.Fields[place].Trim()) : "").ToArray();
            if (Line(fields, all) is { } reason)
                wrong.Add($"line {row.Line}: {reason}");
        }

        if (all.Count == 0 && wrong.Count == 0)
            wrong.Add("line 2: there is no rate");
        return wrong.Count > 0 ? new RatesReading.Refused(wrong) : new RatesReading.Ok(new(all));
    }

    // What is wrong with a line, or null and its rates are added.
    private static string? Line(string[] fields, List<Rate> all)
    {
        var codes = fields[1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(code => code.TrimStart('+'))
            .ToList();
        var category = fields[2].ToLowerInvariant();
        var currency = fields[5].ToUpperInvariant();
        if (fields[0].Length == 0)
            return "the market has no name";
        if (codes.Count == 0 || codes.Exists(code => code != Others && (code.Length > LongestCode || !code.All(char.IsAsciiDigit))))
            return $"'{fields[1]}' are no calling codes";
        if (!Categories.Contains(category))
            return $"'{fields[2]}' is no category; there are {string.Join(", ", Categories)}";
        if (!DateOnly.TryParseExact(fields[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from))
            return $"'{fields[3]}' is no date such as 2026-10-01";
        if (!decimal.TryParse(fields[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return $"'{fields[4]}' is no amount such as 0.0315";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            return $"'{fields[5]}' is no currency such as TWD";
        if (all.Count > 0 && all[0].Currency != currency)
            return $"{currency}, where {all[0].Currency} stands above: a file has one currency";
        foreach (var code in codes)
        {
            if (all.Exists(rate => rate.Code == code && rate.Category == category && rate.From == from))
                return $"{code} {category} from {fields[3]} stands above already";
            all.Add(new(code, category, from, amount, currency));
        }

        return null;
    }

    private sealed record Rate(string Code, string Category, DateOnly From, decimal Amount, string Currency);
}

/// <summary>What came of reading a file of rates.</summary>
public abstract record RatesReading
{
    private RatesReading() { }

    public sealed record Ok(Rates Rates) : RatesReading;

    /// <param name="Wrong">Each with its line.</param>
    public sealed record Refused(IReadOnlyList<string> Wrong) : RatesReading;
}
