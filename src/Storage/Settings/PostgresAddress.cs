using System.Globalization;
using Npgsql;

namespace OmoBroadcast.Storage.Settings;

/// <summary>Reads <c>Omo:Database</c>: a connection string of Npgsql's, or a <c>postgres://</c> address as hosting companies hand it out
/// (libpq's form, percent-encoded).</summary>
internal static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>A connection string. Throws <see cref="InvalidOperationException"/> that names the key and nothing of the value, which
    /// holds a password.</summary>
    public static string Read(string text)
    {
        if (Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } used)
            return FromUrl(text[used.Length..]);
        if (text.Contains("://", StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal))
            throw Refused("is an address of another kind than postgres://");
        string? host;
        try
        {
            host = new NpgsqlConnectionStringBuilder(text).Host;
        }
        catch (Exception)
        {
            throw Refused(
                "cannot be read. A value that holds ; or ' is quoted: Password=\"…\"; or write it as postgres://name:password@host:5432/database, percent-encoded"
            );
        }

        return host is { Length: > 0 } ? text : throw Refused("names no Host");
    }

    private static string FromUrl(string rest)
    {
        // The last one, so that a password may hold one as it is.
        var at = rest.LastIndexOf('@');
        var (who, where) = at < 0 ? ("", rest) : (rest[..at], rest[(at + 1)..]);
        var mark = where.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : where[(mark + 1)..];
        if (mark >= 0)
            where = where[..mark];
        var slash = where.IndexOf('/', StringComparison.Ordinal);
        var (hosts, database) = slash < 0 ? (where, "") : (where[..slash], Uri.UnescapeDataString(where[(slash + 1)..]));
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        var settings = new NpgsqlConnectionStringBuilder();
        try
        {
            Hosts(settings, hosts);
            settings.Username = Decoded(colon < 0 ? who : who[..colon]);
            settings.Password = colon < 0 ? null : Decoded(who[(colon + 1)..]);
            settings.Database = database.Length > 0 ? database : null;
            foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
                Option(settings, pair);
        }
        catch (Exception)
        {
            throw Refused(
                "is no postgres:// address that can be read; what is no letter or digit in a name or password is percent-encoded"
            );
        }

        return settings.ConnectionString;
    }

    private static void Hosts(NpgsqlConnectionStringBuilder settings, string hosts)
    {
        if (hosts.Length == 0 || hosts.Any(letter => char.IsWhiteSpace(letter) || letter is ';' or '=' or '#' or '\'' or '"'))
            throw new FormatException();
        var one = !hosts.Contains(',', StringComparison.Ordinal);
        var end = hosts.LastIndexOf(':');
        if (one && end >= 0 && !hosts.EndsWith(']'))
            settings.Port = int.Parse(hosts[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture);
        settings.Host = one ? (end >= 0 && !hosts.EndsWith(']') ? hosts[..end] : hosts).Trim('[', ']') : hosts;
    }

    private static void Option(NpgsqlConnectionStringBuilder settings, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
        // libpq's names, where Npgsql has others.
        settings[
            name.ToLowerInvariant() switch
            {
                "sslmode" => "SSL Mode",
                "sslrootcert" => "Root Certificate",
                "sslcert" => "SSL Certificate",
                "sslkey" => "SSL Key",
                "channel_binding" => "Channel Binding",
                "application_name" => "Application Name",
                "connect_timeout" => "Timeout",
                "target_session_attrs" => "Target Session Attributes",
                _ => name,
            }
        ] = name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;
    }

    private static string? Decoded(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);

    private static InvalidOperationException Refused(string why) => new($"Omo:Database {why}");
}
