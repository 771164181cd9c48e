using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Applies the events of one body, from the endpoint and from the inbox alike, when those who say no in it have been heard: what platforms
/// report, then the conversations, then the news of it.
/// </summary>
internal sealed class Intake(ReportedEvents reported, Conversations conversations, FreshEvents fresh, Circuit circuit, TimeProvider time)
{
    /// <summary>
    /// Applies all but those that cannot be, and tells which these are: one event never costs another. Throws what the stores throw when
    /// they are away; then nothing may be acknowledged, and repeating is free of harm.
    /// </summary>
    /// <param name="unheard">Somebody says no in them, and that is not written down yet: it must not be lost.</param>
    public async Task<IReadOnlyList<Poison>> ApplyAsync(
        IReadOnlyList<InboundEvent> events,
        bool unheard,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ApplyAllAsync(events, unheard, cancellationToken);
            return [];
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && !circuit.IsAway(wrong))
        {
            if (events is [var one])
                return [new(one, wrong)];
        }

        // By halves, so that one of a thousand is found in ten steps.
        var half = events.Count / 2;
        return
        [
            .. await ApplyAsync([.. events.Take(half)], unheard, cancellationToken),
            .. await ApplyAsync([.. events.Skip(half)], unheard, cancellationToken),
        ];
    }

    /// <summary>An event that no platform dated is taken as of its arrival, so that it is kept rather than thought too old, and is as old
    /// when it comes out of the inbox.</summary>
    public static IReadOnlyList<InboundEvent> Dated(IReadOnlyList<InboundEvent> events, DateTimeOffset arrived)
    {
        for (var i = 0; i < events.Count; i++)
            if (events[i].At == DateTimeOffset.UnixEpoch)
                return [.. events.Select(item => item.At == DateTimeOffset.UnixEpoch ? item with { At = arrived } : item)];
        return events;
    }

    private async Task ApplyAllAsync(IReadOnlyList<InboundEvent> events, bool unheard, CancellationToken cancellationToken)
    {
        events = await conversations.ResolveAsync(events, cancellationToken);
        foreach (var item in events)
            if (item.Body is InboundBody.Receipt or InboundBody.Echo)
                Count(item, fresh: true);
        events = await reported.ApplyAsync(events, cancellationToken);
        if (events.Count == 0)
            return;
        var applied = await conversations.ApplyAsync(events, unheard, cancellationToken);
        var now = time.GetUtcNow();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Body is not InboundBody.Echo)
                Count(events[i], applied[i].Fresh);
            if (applied[i].Fresh)
                WebhookMetrics.Lag.Record(
                    Math.Max(0, (now - events[i].At).TotalSeconds),
                    new KeyValuePair<string, object?>("channel", events[i].Account.Channel.Value)
                );
        }

        fresh.Tell(events, applied);
    }

    private static void Count(InboundEvent item, bool fresh) =>
        WebhookMetrics.Events.Add(1, new("channel", item.Account.Channel.Value), new("kind", Kind(item.Body)), new("fresh", fresh));

    private static string Kind(InboundBody body) =>
        body switch
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
