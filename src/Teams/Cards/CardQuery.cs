using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What a card was drawn from, kept so that it can be drawn anew. Only what shows something can be asked so: nothing is done by
/// it.</summary>
internal sealed partial record CardQuery(string Verb, CardData Data)
{
    /// <summary>Whose conversation it shows, if it is one's.</summary>
    public CustomerKey? Customer => Data.Customer();

    public static CardQuery Of<T>(ShowVerb<T> verb, T payload)
        where T : IPayload<T>
    {
        var carried = new JsonObject();
        payload.Write(carried);
        return new(
            verb.Name,
            new(carried.ToDictionary(field => field.Key, field => field.Value?.ToString() ?? "", StringComparer.Ordinal))
        );
    }

    /// <summary>What <see cref="Write"/> wrote; null for nothing of ours.</summary>
    public static CardQuery? Read(string written)
    {
        var parts = written.Split('\n');
        return parts.Length % 2 == 0 || parts[0].Length == 0
            ? null
            : new(parts[0], new(parts.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => Back(pair[1]), StringComparer.Ordinal)));
    }

    /// <summary>In one text.</summary>
    public string Write() =>
        string.Join(
            '\n',
            Data.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => new[] { pair.Key, OnOneLine(pair.Value) })
                .Prepend(Verb)
        );

    // No database holds a NUL in a text.
    private static string OnOneLine(string value) =>
        value
            .Replace("\0", "", StringComparison.Ordinal)
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Back(string value) => Written().Replace(value, found => found.Value == @"\n" ? "\n" : "\\");

    [GeneratedRegex(@"\\[n\\]")]
    private static partial Regex Written();
}
