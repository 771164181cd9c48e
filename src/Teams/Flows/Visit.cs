using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Who asks, in which language, from where.</summary>
/// <param name="ClientLocale">As the person's client says it.</param>
/// <param name="Zone">In which a time they type is meant.</param>
/// <param name="Surface">Where they sit.</param>
/// <param name="CardId">The message of ours whose button was pressed; null when a command was typed.</param>
internal sealed record Visit(
    StaffMember Who,
    string ClientLocale,
    TimeZoneInfo Zone,
    ConversationAddress Address,
    string? CardId,
    Surface Surface = Surface.Desktop
)
{
    /// <summary>Their own choice, else their client's; kept with a campaign for its later cards.</summary>
    public string Locale => Who.Language.Length > 0 ? Who.Language : ClientLocale;

    public Phrases Phrases => Phrases.For(Locale);

    /// <summary>What stood last in their chat; null where it is not known, or not asked for.</summary>
    public Chat? Chat { get; init; }
}

/// <summary>Reads a card's data: strings that anybody could have written.</summary>
internal static class CardData
{
    // More than any desk takes, so that too many are refused and not cut.
    private const int MostCustomers = 100;

    public static string? Text(this CardAction action, string name) =>
        action.Data.GetValueOrDefault(name) is var text && text == Card.Any ? "" : text;

    public static int Number(this CardAction action, string name) =>
        int.TryParse(
            action.Text(name),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

    public static long Campaign(this CardAction action) =>
        long.TryParse(
            action.Text("campaign"),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;

    public static int Version(this CardAction action) => action.Number("version");

    /// <summary>Where a page begins; never so far that counting on from it could overflow.</summary>
    public static int Skip(this CardAction action) => Math.Min(action.Number("skip"), 1_000_000_000);

    /// <summary>How the list of an input is to be shown.</summary>
    public static LookupState Looked(this CardAction action, string input) =>
        new(Math.Min(action.Number("part"), 1_000_000), action.Text(input));

    /// <summary>What shows a customer, as a button would.</summary>
    public static CardAction Showing(string verb, CustomerKey customer) =>
        new(verb, new Dictionary<string, string> { ["customer"] = customer.ToString() });

    /// <summary>What shows a list from there on.</summary>
    public static CardAction Showing(string verb, int skip, params (string Name, string Value)[] more) =>
        new(
            verb,
            more.Append(("skip", skip.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                .ToDictionary(pair => pair.Item1, pair => pair.Item2)
        );

    public static CustomerKey? Customer(this CardAction action) => Read(action.Text("customer") ?? "");

    /// <summary>Those chosen of several; null when one of them is none.</summary>
    public static IReadOnlyList<CustomerKey>? Customers(this CardAction action)
    {
        var read = (action.Text("customers") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Take(MostCustomers)
            .Select(Read)
            .ToList();
        return read.Contains(null) ? null : [.. read.Select(customer => customer!.Value)];
    }

    public static CustomerKey? Read(string text)
    {
        try
        {
            return text.Length is > 0 and <= 200 ? CustomerKey.Parse(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
