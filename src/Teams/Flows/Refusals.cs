using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The sentences for what a desk does not do.</summary>
internal static class Refusals
{
    public static FlowResult Refusal<T>(this Visit visit, Answer<T> answer) =>
        answer switch
        {
            Answer<T>.Denied when !visit.Who.MayBroadcast => new FlowResult.Note(visit.Phrases["Denied_Role"]),
            // One sentence for both: what is not yours is not told from what is not.
            Answer<T>.Denied or Answer<T>.NotFound => new FlowResult.Note(visit.Phrases["Denied_NotYours"]),
            Answer<T>.Stale => new FlowResult.Note(visit.Phrases["Old_Plain"]),
            Answer<T>.Invalid invalid => new FlowResult.Note(visit.Phrases.Sentence(invalid.Code, invalid.Limit)),
            _ => new FlowResult.Wrong(visit.Phrases["Away"]),
        };

    public static FieldError Error<T>(this Visit visit, Answer<T>.Invalid invalid) =>
        new(Input(invalid.Field), visit.Phrases.Sentence(invalid.Code, invalid.Limit));

    // The inputs of messages are called "text", "text1" and so on; all others are called as desks name the field.
    private static string Input(string field) =>
        field.StartsWith("message", StringComparison.Ordinal) ? string.Concat("text", field.AsSpan("message".Length)) : field;

    /// <summary>The sentence of an Invalid code, with its limit.</summary>
    public static string Sentence(this Phrases phrases, string code, long? limit)
    {
        var key = $"Invalid_{code}";
        return !phrases.Has(key)
            ? phrases["Invalid"]
            : code switch
            {
                "media.too_big" => phrases.SayOfFile(key, limit ?? 0),
                "content.too_many_bytes" => phrases.SayOfText(key, limit ?? 0),
                _ => phrases.Say(key, phrases.Count(limit ?? 0)),
            };
    }
}
