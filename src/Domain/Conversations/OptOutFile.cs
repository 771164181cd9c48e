using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>
/// A list of people who want no broadcasts, as another program or we ourselves have exported it: CSV with a header that names the column of
/// ids, and may name those of channel, account and time; or nothing but ids, one a line.
/// </summary>
public sealed record OptOutFile(IReadOnlyList<OptOutFile.Row> Rows, IReadOnlyList<OptOutFile.Fault> Faults)
{
    /// <summary>Of a file, in bytes.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private const int LongestId = 150;

    private static readonly HashSet<string> Ids = Named(
        "id",
        "user id",
        "customer id",
        "userid",
        "recipient",
        "phone",
        "phone number",
        "wa id",
        "psid",
        "顧客 ID",
        "客戶 ID",
        "使用者 ID",
        "用戶 ID",
        "編號",
        "電話",
        "手機"
    );
    private static readonly HashSet<string> Channels = Named("channel", "platform", "渠道", "通路", "頻道", "平台");
    private static readonly HashSet<string> Accounts = Named("account", "account id", "official account", "帳號", "官方帳號", "帳戶");
    private static readonly HashSet<string> Times = Named(
        "at",
        "since",
        "time",
        "date",
        "when",
        "opted out at",
        "時間",
        "日期",
        "取消訂閱時間",
        "退訂時間"
    );

    /// <param name="zone">In which its times are meant, unless they or their header say otherwise.</param>
    public static (OptOutFile? File, CsvReading.Refused? Refused) Read(ReadOnlySpan<byte> file, TimeZoneInfo zone)
    {
        var reading = CsvText.Read(file);
        if (reading is not CsvReading.Ok { Rows: var all })
            return (null, (CsvReading.Refused)reading);
        var columns = all.Count == 0 ? null : Columns.Of(all[0].Fields, zone);
        var (rows, faults) = (new List<Row>(), new List<Fault>());
        foreach (var row in columns is null ? all : all.Skip(1))
        {
            var (read, fault) = (columns ?? Columns.OnlyIds(zone)).Read(row);
            if (read is not null)
                rows.Add(read);
            else
                faults.Add(new(row.Line, fault));
        }

        return (new(rows, faults), null);
    }

    private static HashSet<string> Named(params string[] names) => [.. names.Select(Bare)];

    /// <summary>Of a header like 時間（Asia/Taipei） the first part.</summary>
    private static string Bare(string name) => Essence.Of(name.Split('(', '（')[0], 60).Letters;

    /// <param name="Line">Where it stands, counted from 1.</param>
    /// <param name="Channel">As it is written; null where nothing is.</param>
    /// <param name="Account">Its id or name, as it is written; null where nothing is.</param>
    /// <param name="At">When they said so; null where nothing is.</param>
    public sealed record Row(int Line, string? Channel, string? Account, string Id, DateTimeOffset? At);

    /// <summary>A row that cannot be taken.</summary>
    public sealed record Fault(int Line, OptOutFault Kind);

    private sealed record Columns(int Id, int Channel, int Account, int At, TimeZoneInfo Zone)
    {
        public static Columns? Of(IReadOnlyList<string> header, TimeZoneInfo zone)
        {
            var names = header.Select(Bare).ToList();
            int Find(HashSet<string> known) => names.FindIndex(known.Contains);
            var at = Find(Times);
            return Find(Ids) is var id and >= 0
                ? new(id, Find(Channels), Find(Accounts), at, at >= 0 ? ZoneOf(header[at]) ?? zone : zone)
                : null;
        }

        public static Columns OnlyIds(TimeZoneInfo zone) => new(0, -1, -1, -1, zone);

        public (Row? Row, OptOutFault Fault) Read(CsvRow row)
        {
            if (Field(row, Id) is not { } id)
                return (null, OptOutFault.NoId);
            if (id.Length > LongestId || id.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || char.IsSurrogate(letter)))
                return (null, OptOutFault.WrongId);
            if (id.Contains("E+", StringComparison.OrdinalIgnoreCase) && double.TryParse(id, CultureInfo.InvariantCulture, out _))
                return (null, OptOutFault.CutId);
            DateTimeOffset? at = null;
            if (Field(row, At) is { } time && (at = Moment(time)) is null)
                return (null, OptOutFault.WrongTime);
            return (new(row.Line, Field(row, Channel), Field(row, Account), id, at), default);
        }

        private static string? Field(CsvRow row, int column) =>
            column >= 0 && column < row.Fields.Count && SafeCell.Read(row.Fields[column].Trim()).Trim() is { Length: > 0 } field
                ? field
                : null;

        private static TimeZoneInfo? ZoneOf(string title)
        {
            var begins = title.IndexOfAny(['(', '（']);
            return begins >= 0 && TimeZoneInfo.TryFindSystemTimeZoneById(title[(begins + 1)..].TrimEnd(')', '）', ' '), out var zone)
                ? zone
                : null;
        }

        private DateTimeOffset? Moment(string text)
        {
            const DateTimeStyles Loose = DateTimeStyles.AllowWhiteSpaces;
            if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Loose | DateTimeStyles.RoundtripKind, out var local))
                return null;
            if (local.Kind != DateTimeKind.Unspecified)
                return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Loose, out var told) ? told : null;
            return new DateTimeOffset(local, Zone.GetUtcOffset(local));
        }
    }
}

/// <summary>Why a row of a list of opt-outs is not taken.</summary>
public enum OptOutFault
{
    /// <summary>No id stands in it.</summary>
    NoId,

    /// <summary>What stands there is no id.</summary>
    WrongId,

    /// <summary>A spreadsheet has written the id as 8.86912E+11: its end is lost.</summary>
    CutId,

    /// <summary>Its time cannot be read.</summary>
    WrongTime,

    /// <summary>The service has no such account or channel.</summary>
    NoAccount,

    /// <summary>It does not say which of several accounts is meant, and none knows the id.</summary>
    WhichAccount,
}
