using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What became of a broadcast for one recipient each: our sentence, and in small print what the platform called it.</summary>
/// <param name="messages">How many messages the broadcast has.</param>
/// <param name="among">The others in the list: who shares a name and channel with one of them is told apart by the id.</param>
internal sealed class DeliveryRows(Phrases phrases, int messages, IReadOnlyList<Delivery> among)
{
    private const int LongestCode = 100,
        BriefName = 12,
        BriefCode = 20;

    /// <summary>With the state at the right.</summary>
    public JsonObject[] Parts(Delivery delivery)
    {
        var (sentence, code) = phrases.Told(delivery, LongestCode);
        List<JsonObject> parts =
        [
            Columns.Headed(
                TextBlocks.Body($"**{Name(delivery)}**{Where(delivery)}"),
                Badges.State(State(delivery) + Went(delivery), Means(delivery.State))
            ),
        ];
        if (sentence is not null)
            parts.Add(TextBlocks.Body(Markdown.Escape(sentence)).Close());
        if (code is not null)
            parts.Add(TextBlocks.Small(Markdown.Escape(code)).Close());
        return [.. parts];
    }

    /// <summary>The same in one line, and the code beneath it.</summary>
    /// <param name="brief">Where a card has no room for more.</param>
    public JsonObject[] Lines(Delivery delivery, bool brief = false)
    {
        var (sentence, code) = phrases.Told(delivery, brief ? BriefCode : LongestCode);
        var why = sentence is null ? "" : phrases.Say("Delivery_Why", Markdown.Escape(sentence));
        var name = brief ? Markdown.Escape(Markdown.Clip(phrases.Name(delivery.Name), BriefName)) : Name(delivery);
        var line = TextBlocks.Body($"**{name}**{Where(delivery)} · {State(delivery)}{Went(delivery)}{why}");
        return code is null ? [line] : [line, TextBlocks.Small(Markdown.Escape(code)).Close()];
    }

    private string Name(Delivery delivery) => Markdown.Escape(phrases.Name(delivery.Name));

    private string Where(Delivery delivery)
    {
        var channel = delivery.Customer.Account.Channel;
        var alike = among
            .Where(other => other.Customer.Account.Channel == channel && phrases.Name(other.Name) == phrases.Name(delivery.Name))
            .Select(other => other.Customer)
            .Distinct()
            .ToList();
        var end = alike.Count < 2 ? "" : $" {CustomerRows.Ends(alike).First(end => end.Key == delivery.Customer).End}";
        return Markdown.Escape($" · {phrases.Marked(channel)}{end}");
    }

    private string State(Delivery delivery) =>
        delivery is { State: DeliveryState.Accepted, Reached: { } reached } ? phrases[$"Progress_{reached}"] : phrases.Of(delivery.State);

    private string Went(Delivery delivery) =>
        delivery.Went > 0 && delivery.Went < messages && delivery.State != DeliveryState.Accepted
            ? $" · {phrases.Say("Delivery_Went", phrases.Count(delivery.Went), phrases.Count(messages))}"
            : "";

    private static Meaning Means(DeliveryState state) =>
        state switch
        {
            DeliveryState.Accepted => Meaning.Good,
            DeliveryState.Refused => Meaning.Attention,
            DeliveryState.Unknown or DeliveryState.Expired => Meaning.Warning,
            _ => Meaning.None,
        };
}
