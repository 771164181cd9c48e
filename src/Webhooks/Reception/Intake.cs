using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Present;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Applies the events of one body, from the door and from the inbox alike: opt-outs first, then what platforms report, then the conversations, then the news of it.</summary>
internal sealed class Intake(OptOuts optOuts, Reported reported, Conversations conversations, FreshEvents fresh, TimeProvider time)
{
    /// <summary>Throws what the store throws when Redis is away; then nothing may be acknowledged, and repeating is free of harm.</summary>
    public async Task ApplyAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellation)
    {
        events = await conversations.ResolveAsync(Dated(events), cancellation);
        var pending = await optOuts.ApplyAsync(events, cancellation);
        foreach (var item in events)
            if (item.Body is InboundBody.Receipt or InboundBody.Echo) Count(item, fresh: true);
        events = await reported.ApplyAsync(events, cancellation);
        if (events.Count == 0) return;
        var applied = await conversations.ApplyAsync(events, pending, cancellation);
        var now = time.GetUtcNow();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Body is not InboundBody.Echo) Count(events[i], applied[i].Fresh);
            if (applied[i].Fresh) Sight.Lag.Record(Math.Max(0, (now - events[i].At).TotalSeconds), new KeyValuePair<string, object?>("channel", events[i].Account.Channel.Value));
        }

        fresh.Tell(events, applied);
    }

    /// <summary>An event that no platform dated is taken as of now, so that it is kept rather than thought too old.</summary>
    private IReadOnlyList<InboundEvent> Dated(IReadOnlyList<InboundEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
            if (events[i].At == DateTimeOffset.UnixEpoch)
                return [.. events.Select(item => item.At == DateTimeOffset.UnixEpoch ? item with { At = time.GetUtcNow() } : item)];
        return events;
    }

    private static void Count(InboundEvent item, bool fresh) =>
        Sight.Events.Add(1, new("channel", item.Account.Channel.Value), new("kind", Kind(item.Body)), new("fresh", fresh));

    private static string Kind(InboundBody body) => body switch
    {
        InboundBody.Message => "message",
        InboundBody.Edited => "edited",
        InboundBody.Unsent => "unsent",
        InboundBody.Followed => "followed",
        InboundBody.Unfollowed => "unfollowed",
        InboundBody.Postback => "postback",
        InboundBody.Echo => "echo",
        InboundBody.Receipt => "receipt",
        InboundBody.Reaction => "reaction",
        InboundBody.Preference => "preference",
        InboundBody.Standing => "standing",
        InboundBody.TemplateChanged => "template",
        InboundBody.Renamed => "renamed",
        _ => "other",
    };
}
