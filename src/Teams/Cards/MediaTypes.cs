namespace OmoBroadcast.Teams.Cards;

/// <summary>Which pictures the clients of Teams can draw, and what the others are called.</summary>
internal static class MediaTypes
{
    private static readonly HashSet<string> Drawn = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/jpeg",
        "image/jpg",
        "image/png",
        "image/gif",
        "image/webp",
    };

    /// <param name="type">MIME; null where the platform does not tell, which it does not of what every browser draws.</param>
    public static bool IsShown(string? type) => type is null || Drawn.Contains(Bare(type));

    /// <summary>What to call a picture or sticker of an unusual type; null for the usual ones, and for what is no picture.</summary>
    public static string? Name(string? type)
    {
        if (type is null || !Bare(type).StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return null;
        var name = Bare(type)["image/".Length..].ToUpperInvariant();
        return name is "JPEG" or "JPG" or "PNG" || name.Length is 0 or > 12 || !name.All(char.IsAsciiLetterOrDigit) ? null : name;
    }

    private static string Bare(string type) => type.Split(';', 2)[0].Trim();
}
