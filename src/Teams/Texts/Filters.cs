using System.Globalization;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Teams.Texts;

/// <summary>The filters of an audience in words, and the ages of a last message that they offer: "24h", "7d".</summary>
internal static class Filters
{
    public static readonly IReadOnlyList<TimeSpan> Ages =
    [
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(24),
        TimeSpan.FromDays(3),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(14),
        TimeSpan.FromDays(30),
        TimeSpan.FromDays(90),
    ];

    public static string Write(TimeSpan age) =>
        age.TotalHours <= 24
            ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours}h")
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays}d");

    /// <summary>What narrows an audience, in words; null when nothing does. Not escaped.</summary>
    /// <param name="account">The name of <see cref="Audience.Account"/>.</param>
    /// <param name="store">What <see cref="Audience.Store"/> is called.</param>
    public static string? Words(Phrases phrases, Audience audience, string? account, string store = "")
    {
        List<string> words = [];
        if (audience.Picked is { } picked)
            return phrases.Say("Preview_Picked", phrases.Count(picked.Count));
        Add("Label_Whose", audience.Store is { } id ? phrases.Say("Choice_Store", store.Length > 0 ? store : id) : null);
        Add("Label_Tag", audience.WithTag);
        Add("Label_Without", audience.WithoutTag);
        Add("Label_Channel", audience.Channel is { } channel ? phrases.Channel(channel) : null);
        Add("Label_Account", audience.Account is { } key ? account ?? key.Id : null);
        Add("Label_Within", audience.MessageWithin is { } within ? phrases.Say(within) : null);
        Add("Label_Before", audience.MessageBefore is { } before ? phrases.Say(before) : null);
        Add("Label_Name", audience.NameContains);
        if (audience.WindowOpen)
            words.Add(phrases["Label_Window"]);
        if (audience.NeverAnswered)
            words.Add(phrases["Label_Unanswered"]);
        return words.Count == 0 ? null : string.Join(" · ", words);

        void Add(string label, string? value)
        {
            if (value is not null)
                words.Add(phrases.Say("Labelled", phrases[label], value));
        }
    }

    /// <summary>Null for nothing and for what is not an age.</summary>
    public static TimeSpan? Read(string? text)
    {
        if (
            text is not { Length: >= 2 and <= 6 }
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            return null;
        return text[^1] switch
        {
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
