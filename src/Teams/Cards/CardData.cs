using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards.Parts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A card's data as a press brings them, with the inputs merged in: strings that anybody could have written, read with
/// bounds.</summary>
internal sealed record CardData(IReadOnlyDictionary<string, string> Values)
{
    // More than any desk takes, so that too many are refused and not cut.
    private const int MostCustomers = 100;
    private const int LongestKey = 200;
    private const int LastPage = 1_000_000_000;
    private const int LastPart = 1_000_000;

    public string? Text(string name) => Values.GetValueOrDefault(name) is var text && text == Inputs.Any ? "" : text;

    /// <summary>Null where it is none, or longer than <paramref name="longest"/>.</summary>
    public string? Short(string name, int longest) => Text(name) is { Length: > 0 } text && text.Length <= longest ? text : null;

    public bool Is(string name, string value) => Text(name) == value;

    /// <summary>0 for what is no number.</summary>
    public int Number(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>0 for what is no id.</summary>
    public long Id(string name) => LongNumber(name) ?? 0;

    public long? LongNumber(string name) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public Guid? Guid(string name) => System.Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>An answer that was being written when the button was pressed; null where there was none.</summary>
    public string? Reply() => Text(Field.Text) is { } words && !string.IsNullOrWhiteSpace(words) ? words : null;

    public long Campaign() => Id(Field.Campaign);

    public int Version() => Number(Field.Version);

    /// <summary>Where a page begins; never so far that counting on from it could overflow. Null where it is not said.</summary>
    public int? Skip() => Text(Field.Skip) is null ? null : Math.Min(Number(Field.Skip), LastPage);

    /// <summary>Which part of a list is to be shown.</summary>
    public int? Part() => Text(Field.Part) is null ? null : Math.Min(Number(Field.Part), LastPart);

    public CustomerKey? Customer(string name = Field.Customer) => KeyOf(Text(name) ?? "");

    /// <summary>Those chosen of several; null when one of them is none.</summary>
    public IReadOnlyList<CustomerKey>? Customers()
    {
        var read = Several(Field.Customers, MostCustomers).Select(text => KeyOf(text)).ToList();
        return read.Contains(null) ? null : [.. read.Select(customer => customer!.Value)];
    }

    /// <summary>Those of several that are customers' keys.</summary>
    public IReadOnlyList<CustomerKey> Keys(string name, int most) =>
        [.. Several(name, most).Select(text => KeyOf(text)).OfType<CustomerKey>()];

    /// <summary>What stands between commas, as much as is looked at.</summary>
    public IEnumerable<string> Several(string name, int most) =>
        (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(most);

    /// <summary>Null for what is no customer's key.</summary>
    public static CustomerKey? KeyOf(string text)
    {
        try
        {
            return text.Length is > 0 and <= LongestKey ? CustomerKey.Parse(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Writes what a button carries; what is null is left out.</summary>
internal static class CardDataWriting
{
    public static JsonObject Put(this JsonObject data, string name, string? value)
    {
        if (value is not null)
            data[name] = value;
        return data;
    }

    public static JsonObject Put(this JsonObject data, string name, long? value)
    {
        if (value is { } number)
            data[name] = number;
        return data;
    }

    public static JsonObject Put(this JsonObject data, string name, CustomerKey? value) => data.Put(name, value?.ToString());

    public static JsonObject Put(this JsonObject data, string name, Guid? value) => data.Put(name, value?.ToString());
}
