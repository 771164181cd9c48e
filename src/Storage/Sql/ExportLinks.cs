using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Links to a download: each holds 256 random bits, is good for one person, once, for a while. Only their hash is kept, so whoever reads
/// the database has no link.
/// </summary>
public sealed class ExportLinks(Database database)
{
    private const string Columns = "staff, kind, arguments, locale, zone, until_at";
    private const int TokenBytes = 32,
        LongestToken = 64;

    /// <summary>A new link's token. What has run out is forgotten by the way.</summary>
    public async Task<string> IssueAsync(ExportLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync("delete from export_links where until_at <= @now", ("now", now));
                return await writing.ExecuteAsync(
                    """
                    insert into export_links (hash, staff, kind, arguments, locale, zone, until_at)
                    values (@hash, @staff, @kind, @arguments, @locale, @zone, @until)
                    on conflict (hash) do nothing
                    """,
                    ("hash", Hash(token)),
                    ("staff", link.StaffId),
                    ("kind", link.Kind),
                    ("arguments", link.Arguments),
                    ("locale", link.Locale),
                    ("zone", link.Zone),
                    ("until", link.Until)
                );
            },
            cancellationToken
        );
        return token;
    }

    /// <summary>What a link leads to, without using it up. Null: there is no such link, or no longer.</summary>
    public async Task<ExportLink?> FindAsync(string token, DateTimeOffset now, CancellationToken cancellationToken) =>
        token.Length > LongestToken
            ? null
            : (
                await database.QueryAsync(
                    $"select {Columns} from export_links where hash = @hash and mark is null and until_at > @now",
                    Read,
                    cancellationToken,
                    ("hash", Hash(token)),
                    ("now", now)
                )
            ).SingleOrDefault();

    /// <summary>The same, and uses it up: of any number who ask at once one gets it.</summary>
    public async Task<ExportLink?> TakeAsync(string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (token.Length > LongestToken)
            return null;
        var mark = Database.NewMark();
        return await database.WriteAsync(
            async writing =>
            {
                (string, object?)[] asked = [("hash", Hash(token)), ("now", now), ("mark", mark)];
                // Ours already, if an earlier try was committed and its answer lost.
                var taken = await writing.QueryAsync(
                    $"""
                    update export_links set mark = @mark where hash = @hash and until_at > @now and (mark is null or mark = @mark)
                    returning {Columns}
                    """,
                    Read,
                    asked
                );
                return taken.SingleOrDefault();
            },
            cancellationToken
        );
    }

    private static ExportLink Read(Row row) =>
        new(row.Text("staff"), row.Text("kind"), row.Text("arguments"), row.Text("locale"), row.Text("zone"), row.Time("until_at"));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What a link leads to.</summary>
/// <param name="StaffId">The one it was made for; their rights are asked again at the download.</param>
/// <param name="Kind">What is exported.</param>
/// <param name="Arguments">Of which, as the kind writes it.</param>
/// <param name="Locale">BCP 47 language of the table.</param>
/// <param name="Zone">The name of the time zone of its times.</param>
public sealed record ExportLink(string StaffId, string Kind, string Arguments, string Locale, string Zone, DateTimeOffset Until);
