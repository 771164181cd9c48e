using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>A number that matters, and what it counts.</summary>
/// <param name="Number">As it is read.</param>
/// <param name="Label">Beneath it. Escaped already.</param>
internal sealed record Figure(string Number, string Label, Meaning Meaning = Meaning.None);

/// <summary>Numbers that are read before anything else, and facts that are read after them.</summary>
internal static class Figures
{
    private const int InRow = 3;

    /// <summary>The one number that the card is about.</summary>
    public static JsonObject Large(Figure figure) => Of(figure, "ExtraLarge");

    /// <summary>Up to three numbers beside each other; more in rows beneath, in line with the first.</summary>
    public static IEnumerable<JsonObject> Rows(IEnumerable<Figure> figures) =>
        figures
            .Chunk(InRow)
            .Select(row =>
                Columns.Of([
                    .. row.Select(figure => Columns.Column(Columns.Stretch, Of(figure, "Large"))),
                    .. Enumerable.Range(row.Length, InRow - row.Length).Select(_ => Columns.Column(Columns.Stretch)),
                ])
            );

    /// <summary>Up to three numbers of a row of a list.</summary>
    public static JsonObject Small(params IEnumerable<Figure> figures) =>
        Columns.Of([.. figures.Select(figure => Columns.Column(Columns.Stretch, Of(figure, "Default")))]);

    /// <summary>Names above values, two beside each other: half as high as a list.</summary>
    /// <param name="facts">Escaped already.</param>
    public static IEnumerable<JsonObject> Facts(IEnumerable<(string Name, string Value)> facts) =>
        facts
            .Chunk(2)
            .Select(pair =>
                Columns.Of([
                    .. pair.Select(fact =>
                        Columns.Column(Columns.Stretch, TextBlocks.Small(fact.Name), TextBlocks.Body(fact.Value).Close())
                    ),
                    .. pair.Length < 2 ? [Columns.Column(Columns.Stretch)] : (JsonObject[])[],
                ])
            );

    // Number and label are read out together.
    private static JsonObject Of(Figure figure, string size)
    {
        var number = TextBlocks.Strong(figure.Number, figure.Meaning);
        number["size"] = size;
        return new JsonObject { ["type"] = "Container", ["items"] = new JsonArray(number, TextBlocks.Small(figure.Label).Close()) };
    }
}
