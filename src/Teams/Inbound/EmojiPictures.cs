namespace OmoBroadcast.Teams.Inbound;

/// <summary>Where Teams keeps its pictures of emoji, on its hosts of today and of before. Its stickers lie beside them, and are
/// pictures.</summary>
internal static class EmojiPictures
{
    private static readonly string[] Hosts = ["statics.teams.cdn.office.net", "statics.teams.microsoft.com"];
    private static readonly string[] Paths = ["/emoticons/", "/emojioneassets/", "/evergreen-assets/skype/"];

    public static bool Has(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && Hosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase)
        && Paths.Any(path => address.AbsolutePath.Contains(path, StringComparison.OrdinalIgnoreCase));
}
