using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Every English sentence that counts, for one.</summary>
public sealed partial class PluralTests
{
    /// <summary>Of how many there may be at most; none of these is one.</summary>
    private static readonly string[] Limits = ["up to", "at least", "limit:", "limit is", "limit is about", "more than", "at most"];

    private static readonly string[] Others =
    [
        // More than a card or a list holds.
        "Attached_TooMany",
        "Compose_Kept",
        "Pick_Cut",
        "Person_More",
        // For one there is another sentence.
        "Span_Seconds",
        "Span_Minutes",
        "Span_Hours",
        "Span_Days",
        // These begin with who did it.
        "Notice_Passed",
        "SystemEvent_BroadcastsStopped",
        "SystemEvent_BroadcastsResumed",
    ];

    [Fact]
    public void A_sentence_that_counts_is_right_for_one()
    {
        var wrong = Sentences()
            .Select(one => (one.Key, Said: Said(one.Key, "1")))
            .Where(one => !Others.Contains(one.Key) && Faults(one.Said).Any())
            .Select(one => $"{one.Key}: {one.Said}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Sent 1 messages", 1)]
    [InlineData("1 new messages", 1)]
    [InlineData("none of the 1 will receive it", 1)]
    [InlineData("all 1 of them", 1)]
    [InlineData("1 are on their way", 1)]
    [InlineData("1 waiting, the longest for 1", 1)]
    [InlineData("1 message, 1 has a file, 1 is old", 0)]
    [InlineData("A note can have up to 1 characters", 0)]
    public void What_is_wrong_for_one_is_seen(string sentence, int faults) => Assert.Equal(faults, Faults(sentence).Count());

    [Fact]
    public void For_none_and_for_many_it_says_what_it_said()
    {
        var phrases = Phrases.English;
        Assert.Equal("Cancelled: its one recipient won’t receive it.", phrases.Say("Cancelled_Never", "1"));
        Assert.Equal("Cancelled: none of the 1,200 will receive it.", phrases.Say("Cancelled_Never", "1,200"));
        Assert.Equal("2 waiting for a reply, the longest for 5 minutes", phrases.Say("Team_Waiting", "2", "5 minutes"));
        Assert.Equal("1 waiting for a reply, for 5 minutes", phrases.Say("Team_Waiting", "1", "5 minutes"));
        Assert.Equal("2 of 3 messages sent", phrases.Say("Delivery_Went", 2, 3));
    }

    private static IEnumerable<Match> Faults(string sentence) =>
        Fault()
            .Matches(sentence)
            .Where(match => !Limits.Any(limit => sentence[..match.Index].TrimEnd().EndsWith(limit, StringComparison.OrdinalIgnoreCase)));

    private static string Said(string key, string number)
    {
        object?[] with = [.. Enumerable.Repeat<object?>(number, 10)];
        // What was done begins with who did it.
        if (key.StartsWith("Did_", StringComparison.Ordinal))
            with[0] = "Amy";
        return Phrases.English.Say(key, with);
    }

    private static IEnumerable<(string Key, string Text)> Sentences()
    {
        foreach (
            var (name, assembly) in new[]
            {
                ("OmoBroadcast.Teams.Resources.Phrases", typeof(Phrases).Assembly),
                ("OmoBroadcast.Desks.Resources.SharedWords", typeof(SharedWords).Assembly),
            }
        )
        {
            using var all = new ResourceManager(name, assembly).GetResourceSet(CultureInfo.InvariantCulture, true, true)!;
            foreach (DictionaryEntry one in all)
                if (((string)one.Value!).Contains('{', StringComparison.Ordinal))
                    yield return ((string)one.Key, (string)one.Value);
        }
    }

    // The plural of what is counted, also behind another word; and what is said of several only.
    [GeneratedRegex(
        """
            \b1\x20(?:[a-z]+\x20)?(?:characters|letters|spaces|customers|recipients|messages|conversations)\b
            | \b1\x20(?:[a-z]+\x20)?(?:broadcasts|templates|tags|notes)\b
            | \b1\x20(?:[a-z]+\x20)?(?:files|lines|items|events|names|colleagues|days|hours|minutes|seconds)\b
            | \b(?:of\x20the|the\x20first|all|both)\x201\b
            | \b1\x20(?:are|were|have)\b
            | \b1\b[^.]*\bthe\x20(?:longest|first|last)\x20for\b
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Fault();
}
