using System.Globalization;

namespace OmoBroadcast.Teams.Texts;

/// <summary>A date and a time as a card's inputs give them, and as cards show them.</summary>
internal static class Moments
{
    /// <summary>
    /// The moment that a clock in <paramref name="zone"/> shows so. Null for what cannot be read and for a time that the clock leaves out
    /// in spring; of a time that it shows twice in autumn, the first.
    /// </summary>
    public static DateTimeOffset? Read(string? date, string? time, TimeZoneInfo zone)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return null;
        if (!TimeOnly.TryParseExact(time, ["HH:mm", "HH:mm:ss", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
            return null;
        var local = day.ToDateTime(hour, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local) || local.Year is < 2000 or > 9000)
            return null;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>The same back: what a clock in <paramref name="zone"/> shows.</summary>
    public static (string Date, string Time) Typed(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>A moment, which each client shows in its own time zone and manner.</summary>
    public static string Show(DateTimeOffset at)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{{{{DATE({utc}, SHORT)}}}} {{{{TIME({utc})}}}}";
    }

    /// <summary>The text itself if an Input.Date can hold it.</summary>
    public static string? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null;

    /// <summary>The text itself if an Input.Time can hold it.</summary>
    public static string? Time(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null;
}
