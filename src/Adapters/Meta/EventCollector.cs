using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The events of one body. What cannot be read is kept raw, and never costs its neighbours.</summary>
internal sealed class EventCollector
{
    /// <summary>Meta puts at most 1,000 updates into a body; some are of several accounts or messages.</summary>
    public const int Most = 20_000;

    private const int LongestType = 64;
    private readonly List<InboundEvent> events = [];

    public bool TooMany { get; private set; }

    public void Add(InboundEvent inbound)
    {
        if (events.Count < Most)
            events.Add(inbound);
        else
            TooMany = true;
    }

    public void AddAll(IEnumerable<InboundEvent> all)
    {
        foreach (var inbound in all)
            Add(inbound);
    }

    /// <summary>Takes an item apart; whatever it holds, it harms nobody else.</summary>
    /// <param name="at">What it is dated if it does not say.</param>
    public void Take(AccountKey account, JsonElement item, DateTimeOffset at, Action<JsonElement> understand)
    {
        if (TooMany)
            return;
        var before = events.Count;
        try
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                understand(item);
                return;
            }
        }
#pragma warning disable CA1031 // Whatever one item does to us, its neighbours are none the worse.
        catch (Exception)
#pragma warning restore CA1031
        {
            events.RemoveRange(before, events.Count - before);
        }

        Add(Kept(account, null, at, "unreadable", item));
    }

    /// <summary>An event that is nothing to us but what it says.</summary>
    public static InboundEvent Kept(AccountKey account, string? user, DateTimeOffset at, string type, JsonElement item) =>
        new(
            EventId.Digest(item),
            account,
            user,
            at,
            Standby: false,
            new InboundBody.Other(type.Length > LongestType ? type[..LongestType] : type),
            Raw(item)
        );

    public static string Raw(JsonElement item) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(item));

    /// <summary>All, in order. One without a readable time is taken to be as old as the newest beside it.</summary>
    public IReadOnlyList<InboundEvent> Gather()
    {
        var newest = DateTimeOffset.UnixEpoch;
        foreach (var inbound in events)
            if (inbound.At > newest)
                newest = inbound.At;
        for (var i = 0; i < events.Count; i++)
            if (events[i].At == DateTimeOffset.UnixEpoch)
                events[i] = events[i] with { At = newest };
        return events;
    }
}
