namespace OmoBroadcast.Desks.Words;

/// <summary>Lengths of time, in words, to the largest unit that says it well.</summary>
public static class Spans
{
    public static string Say(this Vocabulary words, TimeSpan span)
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
        return words.Say(key, Math.Round(number));
    }

    public static string Ago(this Vocabulary words, DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromMinutes(1) ? words["Ago_JustNow"] : words.Say("Ago", words.Say(now - at));
}
