using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>
/// Customers among whom one is to be chosen, so that they can be told apart: what they said last and when, their account where its channel
/// has several, their tags; and where all that is alike, the end of the number or id that their platform knows them by.
/// </summary>
internal sealed class CustomerRows
{
    /// <summary>From a letter to its full-width twin.</summary>
    private const int WideFrom = 0xFEE0;

    private const string MarksOfMarkdown = @"\*_[]()`~<>|";
    private const int LongestWords = 24,
        LongestAccount = 20,
        LongestTags = 24,
        MostTags = 3,
        ShortestEnd = 4;
    private readonly Phrases phrases;
    private readonly IReadOnlyDictionary<AccountKey, string> accounts;
    private readonly DateTimeOffset now;
    private readonly bool words;
    private readonly IReadOnlyList<Customer> customers;
    private readonly Lazy<Dictionary<CustomerKey, string>> ends;

    /// <summary>Of a line before the id; where a card has no room for so much, <see cref="Brief"/>.</summary>
    public const int Full = 200,
        Brief = 40;

    /// <summary>See <see cref="Fit"/>.</summary>
    public int Longest { get; init; } = Full;

    /// <param name="accounts">The names of those accounts that share their channel with others.</param>
    /// <param name="words">Without on a card that is not drawn anew when a customer takes words back.</param>
    public CustomerRows(
        Phrases phrases,
        IEnumerable<Customer> customers,
        IReadOnlyDictionary<AccountKey, string> accounts,
        DateTimeOffset now,
        bool words = true
    )
    {
        (this.phrases, this.accounts, this.now, this.words, this.customers) = (phrases, accounts, now, words, [.. customers]);
        ends = new(() =>
            customers
                .DistinctBy(customer => customer.Key)
                .GroupBy(Said)
                .Where(group => group.Count() > 1)
                .SelectMany(alike => Ends([.. alike.Select(customer => customer.Key)]))
                .ToDictionary(one => one.Key, one => one.End)
        );
    }

    /// <summary>The same for a card that is not drawn anew when a customer takes words back.</summary>
    public CustomerRows Wordless() => new(phrases, customers, accounts, now, words: false);

    /// <summary>A card with full lines, or with brief ones where these make it too large.</summary>
    public static JsonObject Fit(Func<int, JsonObject> draw) =>
        draw(Full) is var full && Card.Bytes(full) <= Card.MostBytes ? full : draw(Brief);

    /// <summary>One customer in one line, not escaped.</summary>
    public string Line(Customer customer) => Said(customer) + End(customer);

    /// <summary>The same as a row: the name, and beneath it the rest.</summary>
    public JsonObject[] Parts(Customer customer) => [TextBlocks.Strong(Markdown.Escape(phrases.Name(customer))), About(customer).Close()];

    /// <summary>The same without the name, small.</summary>
    public JsonObject About(Customer customer) =>
        TextBlocks.Small(Markdown.Escape(Markdown.Clip(Details(customer, marked: true), Longest) + End(customer)));

    public Choice Choice(Customer customer) => new(customer.Key.ToString(), Harmless(Line(customer)));

    /// <summary>What a line that has the name, the channel, the words and their age already lacks; empty, or begins with a mark between.
    /// Not escaped.</summary>
    public string Rest(Customer customer) =>
        string.Concat(
            new[] { Account(customer), Tags(customer), ends.Value.GetValueOrDefault(customer.Key) }
                .Where(part => part is not null)
                .Select(part => $" · {part}")
        );

    /// <summary>The shortest ends by which these can be told apart, with a mark that they are cut.</summary>
    public static IEnumerable<(CustomerKey Key, string End)> Ends(IReadOnlyList<CustomerKey> keys)
    {
        var longest = keys.Max(key => key.UserId.Length);
        var length = ShortestEnd;
        while (length < longest && keys.DistinctBy(key => (key.Account, End(key, length))).Count() < keys.Count)
            length++;
        return keys.Select(key => (key, End(key, length)));
    }

    // Some clients read a choice's title as Markdown and some as it is, so neither may do harm: what a customer wrote makes no link there
    // and no bold letters.
    private static string Harmless(string line)
    {
        var letters = line.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            if (MarksOfMarkdown.Contains(letters[i], StringComparison.Ordinal))
                letters[i] = (char)(letters[i] + WideFrom);
        return new(letters);
    }

    private static string End(CustomerKey key, int length) => key.UserId.Length <= length ? key.UserId : $"…{key.UserId[^length..]}";

    private string End(Customer customer) => ends.Value.GetValueOrDefault(customer.Key) is { } end ? $" · {end}" : "";

    private string Said(Customer customer) => Markdown.Clip($"{phrases.Name(customer)} · {Details(customer)}", Longest);

    private string Details(Customer customer, bool marked = false)
    {
        var channel = customer.Key.Account.Channel;
        var said = words ? customer.LastWords?.ReplaceLineEndings(" ").Trim() : null;
        return string.Join(
            " · ",
            new[]
            {
                marked ? phrases.Marked(channel) : phrases.Channel(channel),
                Account(customer),
                string.IsNullOrEmpty(said) ? null : phrases.Say("Row_Words", Markdown.Clip(said, LongestWords)),
                customer.LastMessageAt is { } at ? phrases.Ago(at, now) : null,
                Tags(customer),
            }.Where(part => part is not null)
        );
    }

    private string? Account(Customer customer) =>
        accounts.GetValueOrDefault(customer.Key.Account) is { } name ? Markdown.Clip(name, LongestAccount) : null;

    private static string? Tags(Customer customer) =>
        customer.Tags.Count == 0
            ? null
            : Markdown.Clip(
                string.Join(' ', customer.Tags.Order(StringComparer.Ordinal).Take(MostTags).Select(tag => $"#{tag}")),
                LongestTags
            );
}
