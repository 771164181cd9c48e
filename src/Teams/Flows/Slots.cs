using System.Globalization;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Puts the messages of a card together again: what was typed, and what stands in its five places.</summary>
internal sealed record Slots(IReadOnlyList<(int Slot, OutboundMessage Message)> Filled, bool HasKept)
{
    private const int LongestPlan = 300;

    public IReadOnlyList<OutboundMessage> Messages => [.. Filled.Select(filled => filled.Message)];

    /// <param name="saved">The messages that the card was drawn from, and perhaps more that came since.</param>
    /// <param name="file">A file by its id; null for one that is not to be had.</param>
    public static Slots Read(CardData typed, IReadOnlyList<OutboundMessage> saved, Func<string, OutboundMessage.Media?> file)
    {
        var plan = typed.Text(Field.Slots) is { Length: > 0 and <= LongestPlan } text ? text.Split(',') : [];
        var filled = new List<(int, OutboundMessage)>();
        var kept = false;
        for (var i = 1; i <= Content.MostMessages; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var slot = i <= plan.Length && plan[i - 1].Length > 0 ? plan[i - 1] : "t";
            if (typed.Text($"drop{number}") == "true")
                continue;
            OutboundMessage? message = slot[0] switch
            {
                'm' => file(slot[1..]),
                'k' => int.TryParse(slot.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < saved.Count
                    ? saved[at]
                    : null,
                _ => typed.Text($"text{number}")?.Trim() is { Length: > 0 } words ? new OutboundMessage.Text(words) : null,
            };
            kept |= slot[0] == 'k' && message is not null;
            if (message is not null)
                filled.Add((i, message));
        }

        return new(filled, kept);
    }

    /// <summary>The texts that were typed into a card, whatever has become of its draft.</summary>
    public static IReadOnlyList<OutboundMessage.Text> Typed(CardData typed) =>
        [.. Read(typed, [], _ => null).Messages.OfType<OutboundMessage.Text>()];

    /// <summary>Of a draft: files are the draft's own, and what joined it after the card was drawn stays, behind the rest.</summary>
    public static Slots OfDraft(CardData typed, Campaign draft)
    {
        var media = draft.Content.Messages.OfType<OutboundMessage.Media>().ToList();
        var read = Read(typed, draft.Content.Messages, id => media.Find(one => one.MediaId == id));
        if (typed.Version() >= draft.Version)
            return read;
        return read with { Filled = [.. read.Filled, .. Since(typed, draft).Select(one => (int.MaxValue, one))] };
    }

    // What is attached comes behind what was there. Cards of an older version do not say how much that was.
    private static IEnumerable<OutboundMessage> Since(CardData typed, Campaign draft)
    {
        if (typed.Text(Field.Held) is not null)
            return draft.Content.Messages.Skip(typed.Number(Field.Held));
        var plan = (typed.Text(Field.Slots) ?? "").Split(',');
        return draft.Content.Messages.OfType<OutboundMessage.Media>().Where(one => !plan.Contains($"m{one.MediaId}"));
    }

    /// <summary>One place up or down, or out.</summary>
    public IReadOnlyList<OutboundMessage> Arranged(int slot, string? act)
    {
        var messages = Messages.ToList();
        var at = Filled.ToList().FindIndex(filled => filled.Slot == slot);
        if (at < 0)
            return messages;
        var moved = messages[at];
        messages.RemoveAt(at);
        if (act == ArrangeForm.Up)
            messages.Insert(Math.Max(0, at - 1), moved);
        else if (act == ArrangeForm.Down)
            messages.Insert(Math.Min(messages.Count, at + 1), moved);
        return messages;
    }
}
