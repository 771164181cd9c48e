using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The rows of a page of conversations: who, how long they wait, where and when, what they said last.</summary>
/// <param name="longest">See <see cref="CustomerRows.Fit"/>.</param>
internal sealed class ConversationRows(Phrases phrases, ConversationList list, DateTimeOffset now, int longest)
{
    private const int LongestText = 60,
        BriefText = 30,
        BriefName = 10;

    private readonly CustomerRows ends = new(phrases, list.Items, list.Accounts, now);

    public Phrases Phrases => phrases;

    public ConversationList List => list;

    private bool IsBrief => longest < CustomerRows.Full;

    /// <param name="number">By which it can be typed; 0: by none.</param>
    /// <param name="last">What else is said of them, beneath the rest.</param>
    public JsonObject[] Parts(Customer customer, int number = 0, params ReadOnlySpan<JsonObject> last)
    {
        List<JsonObject> parts = [Head(customer, number), TextBlocks.Small(Where(customer) + Markdown.Escape(ends.Rest(customer))).Close()];
        if (customer.State != ConversationState.Closed && list.WindowEnd(customer) is { } end)
            parts.Add(TextBlocks.Small(phrases.Window(end, now)).Close());
        if (Said(customer, IsBrief ? BriefText : LongestText) is { } said)
            parts.Add(TextBlocks.Body(said).Close());
        parts.AddRange(last);
        return IsBrief
            ? [.. parts]
            : [Columns.Of(Columns.Column(Columns.Auto, Badges.Initial(customer.Name ?? "")), Columns.Column(Columns.Stretch, [.. parts]))];
    }

    public JsonObject Open(Customer customer) => Named(customer, Card.Button(Verbs.MineOpen, phrases["Button_Open"], new(customer.Key)));

    /// <summary>A button of a row, which says whose it is.</summary>
    public JsonObject Named(Customer customer, JsonObject button) =>
        button.Of(IsBrief ? Markdown.Clip(phrases.Name(customer), BriefName) : phrases.Name(customer));

    /// <summary>What they said last. Escaped; null where it was nothing.</summary>
    public static string? Said(Customer customer, int longest)
    {
        var said = customer.LastWords?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(said) ? null : Markdown.Escape(Markdown.Clip(said, longest));
    }

    private JsonObject Head(Customer customer, int number)
    {
        var name = TextBlocks.Body($"{(number > 0 ? $"{number}\\. " : "")}**{Markdown.Escape(phrases.Name(customer))}**");
        return customer is { WaitingSince: { } since, State: not ConversationState.Closed }
            ? Columns.Headed(name, Badges.State(phrases.Say("Waits", phrases.Say(now - since)), Meaning.Warning))
            : name;
    }

    private string Where(Customer customer)
    {
        var channel = Markdown.Escape(phrases.Marked(customer.Key.Account.Channel));
        return customer.LastMessageAt is { } at ? $"{channel} · {phrases.Ago(at, now)}" : channel;
    }
}
