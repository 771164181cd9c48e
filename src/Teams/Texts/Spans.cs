namespace OmoBroadcast.Teams.Texts;

/// <summary>Lengths of time, in words, to the largest unit that says it well.</summary>
internal static class Spans
{
    public static string Say(this Phrases phrases, TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
            span = TimeSpan.FromSeconds(1);
        var (key, number) = span switch
        {
            { TotalSeconds: < 90 } => ("Span_Seconds", span.TotalSeconds),
            { TotalMinutes: < 90 } => ("Span_Minutes", span.TotalMinutes),
            { TotalHours: < 36 } => ("Span_Hours", span.TotalHours),
            _ => ("Span_Days", span.TotalDays),
        };
        return phrases.Say(key, Math.Round(number));
    }

    public static string Ago(this Phrases phrases, DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromMinutes(1) ? phrases["Ago_JustNow"] : phrases.Say("Ago", phrases.Say(now - at));

    /// <summary>A moment, which each client shows in its own time zone and manner.</summary>
    public static string Moment(DateTimeOffset at)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return $"{{{{DATE({utc}, SHORT)}}}} {{{{TIME({utc})}}}}";
    }
}
