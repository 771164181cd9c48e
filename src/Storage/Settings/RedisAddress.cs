using System.Globalization;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Settings;

/// <summary>Reads <c>Omo:Redis</c>: a connection string of StackExchange.Redis's, or a <c>redis://</c> or <c>rediss://</c> address as
/// hosting companies hand it out, percent-encoded.</summary>
internal static class RedisAddress
{
    private const int Port = 6379;
    private static readonly (string Scheme, bool Tls)[] Schemes =
    [
        ("redis://", false),
        ("rediss://", true),
        ("valkey://", false),
        ("valkeys://", true),
    ];

    /// <summary>Throws <see cref="InvalidOperationException"/> that names the key and nothing of the value, which may hold a
    /// password.</summary>
    public static ConfigurationOptions Read(string text)
    {
        foreach (var (scheme, tls) in Schemes)
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return FromUrl(text[scheme.Length..], tls);
        if (text.Contains("://", StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal))
            throw Refused("is an address of another kind than redis://");
        // Behind a password, what looks like one more server is the rest of a password that holds a comma.
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (
            parts
                .SkipWhile(part => !part.StartsWith("password", StringComparison.OrdinalIgnoreCase))
                .Any(part => !part.Contains('=', StringComparison.Ordinal))
        )
            throw Unreadable();
        ConfigurationOptions settings;
        try
        {
            settings = ConfigurationOptions.Parse(text);
        }
        catch (Exception)
        {
            throw Unreadable();
        }

        return settings.EndPoints.Count > 0 ? settings : throw Refused("names no server");
    }

    private static ConfigurationOptions FromUrl(string rest, bool tls)
    {
        // The last one, so that a password may hold one as it is.
        var at = rest.LastIndexOf('@');
        var (who, where) = at < 0 ? ("", rest) : (rest[..at], rest[(at + 1)..]);
        if (where.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
            where = where[..mark];
        var slash = where.IndexOf('/', StringComparison.Ordinal);
        var (servers, number) = slash < 0 ? (where, "") : (where[..slash], where[(slash + 1)..].Trim('/'));
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        var settings = new ConfigurationOptions { Ssl = tls };
        if (colon > 0 || (colon < 0 && who.Length > 0))
            settings.User = Uri.UnescapeDataString(colon < 0 ? who : who[..colon]);
        if (colon >= 0)
            settings.Password = Uri.UnescapeDataString(who[(colon + 1)..]);
        if (number.Length > 0)
            settings.DefaultDatabase = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
                ? database
                : throw Unreadable();
        foreach (var server in servers.Split(','))
        {
            var end = server.EndsWith(']') ? -1 : server.LastIndexOf(':');
            var host = (end < 0 ? server : server[..end]).Trim('[', ']');
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
                throw Unreadable();
            settings.EndPoints.Add(
                host,
                end < 0 ? Port
                    : int.TryParse(server[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && port is > 0 and < 65536
                        ? port
                    : throw Unreadable()
            );
        }

        return settings;
    }

    private static InvalidOperationException Unreadable() =>
        Refused(
            "cannot be read. A password that holds a comma or a sign of its own is written as redis://:password@host:6379, percent-encoded"
        );

    private static InvalidOperationException Refused(string why) => new($"Omo:Redis {why}");
}
