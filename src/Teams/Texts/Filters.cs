using System.Globalization;

namespace OmoBroadcast.Teams.Texts;

/// <summary>The ages of a last message that the filter offers: "24h", "7d".</summary>
internal static class Filters
{
    public static readonly IReadOnlyList<TimeSpan> Ages =
        [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(3), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(90)];

    public static string Write(TimeSpan age) => age.TotalHours <= 24
        ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours}h")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays}d");

    /// <summary>Null for nothing and for what is not an age.</summary>
    public static TimeSpan? Read(string? text)
    {
        if (text is not { Length: >= 2 and <= 6 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch { 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number), _ => null };
    }
}
