namespace OmoBroadcast.Desks.Words;

/// <summary>Lengths of time, as people say them: a whole number of the largest unit that says it well.</summary>
public static class Spans
{
    // A day is said by its hours: the platforms' 24 hours are known by that name.
    private const int MostHours = 36;

    /// <summary>To the nearest number.</summary>
    public static string Say(this Vocabulary words, TimeSpan span) => words.Say(Measure(span, MidpointRounding.ToEven));

    /// <summary>What is left of a time: never more than there is.</summary>
    public static string Left(this Vocabulary words, TimeSpan span) => words.Say(Measure(span, MidpointRounding.ToZero));

    /// <summary>An estimate, which says so where the number is not the whole truth.</summary>
    public static string About(this Vocabulary words, TimeSpan span)
    {
        var measured = Measure(span, MidpointRounding.ToEven);
        var said = words.Say(measured);
        return span > measured.Number * measured.Unit || (span < measured.Number * measured.Unit && span.TotalSeconds > 1)
            ? words.Say("Span_About", said)
            : said;
    }

    public static string Ago(this Vocabulary words, DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromMinutes(1) ? words["Ago_JustNow"] : words.Say("Ago", words.Say(now - at));

    private static string Say(this Vocabulary words, (long Number, TimeSpan Unit, string Key) measured) =>
        words.Say(measured.Number == 1 ? measured.Key : $"{measured.Key}s", measured.Number);

    private static (long Number, TimeSpan Unit, string Key) Measure(TimeSpan span, MidpointRounding rounding)
    {
        if (Count(1) is < 60 and var seconds)
            return (Math.Max(1, seconds), TimeSpan.FromSeconds(1), "Span_Second");
        if (Count(60) is < 60 and var minutes)
            return (minutes, TimeSpan.FromMinutes(1), "Span_Minute");
        if (Count(60 * 60) is < MostHours and var hours)
            return (hours, TimeSpan.FromHours(1), "Span_Hour");
        return (Count(24 * 60 * 60), TimeSpan.FromDays(1), "Span_Day");

        long Count(int unit) => (long)Math.Round(span.TotalSeconds / unit, rounding);
    }
}
