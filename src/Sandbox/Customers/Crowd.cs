using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>What customers do: write in, say something, block the account and come back.</summary>
internal sealed class Crowd(CustomerBook book, Platforms platforms, Voices voices, WebhookSender sender, SandboxClock clock)
{
    /// <summary>Each customer writes; answers with what came back.</summary>
    public async Task<object> WriteInAsync(
        PlatformAccount account,
        IReadOnlyList<Customer> customers,
        CustomersRequest wanted,
        Func<string> text,
        CancellationToken cancel
    )
    {
        var results = new WebhookResults();
        var wrote = clock.Millis - wanted.WroteAgoMs;
        if (wanted.WroteAgoMs >= 0)
        {
            foreach (var customer in customers)
                customer.WroteAt(wrote);
        }

        if (account.Webhook is null || wanted.WroteAgoMs < 0)
            return results.Report(customers.Count, 0);
        var voice = voices.Of(account.Channel);
        var events = Enumerable
            .Range(0, wanted.Messages)
            .SelectMany(round =>
                customers.Select(c => voice.Write(account, c, new SayRequest(Text: text()), wrote - (wanted.Messages - 1 - round)))
            );
        var bodies = events.Chunk(Math.Max(1, wanted.EventsPerBody)).Select(chunk => voice.Body(account, chunk)).ToArray();
        var deliveries = Enumerable.Range(0, wanted.Times).SelectMany(_ => bodies).ToArray();
        if (wanted.Shuffle)
            new Random(wanted.Seed).Shuffle(deliveries);
        await sender.SendAllAsync(account, deliveries, wanted.InFlight, results, cancel);
        return results.Report(customers.Count, customers.Count * wanted.Messages);
    }

    public async Task<object?> SayAsync(Channel channel, SayRequest say, CancellationToken cancel) =>
        Find(channel, say.UserId, say.Index, say.Destination) is { } customer
        && platforms.Find(channel, customer.Account) is { Webhook: not null } account
            ? await SayAsync(account, customer, say, cancel)
            : null;

    public async Task<object> SayAsync(PlatformAccount account, Customer customer, SayRequest say, CancellationToken cancel)
    {
        var voice = voices.Of(account.Channel);
        var written = voice.Write(account, customer, say, say.At ?? clock.Millis);
        var body = voice.Body(account, [written]);
        var results = new List<(int Status, TimeSpan Took)>();
        for (var i = 0; i < say.Times; i++)
            results.Add(await sender.SendAsync(account, body, cancel));
        return new
        {
            UserId = customer.Address,
            customer.Name,
            WebhookEventId = written.Id,
            written.MessageId,
            written.ReplyToken,
            results[^1].Status,
            Statuses = results.Select(r => r.Status),
            MaxMs = results.Max(r => r.Took.TotalMilliseconds),
        };
    }

    /// <summary>LINE tells of it, unless the webhook is lost; Meta never does.</summary>
    public async Task<object> BlockAsync(Channel channel, BlockRequest who, bool blocked, CancellationToken cancel)
    {
        var several = who.Indexes?.Select(i => Find(channel, null, i, who.Destination))
            ?? [Find(channel, who.UserId, who.Index, who.Destination)];
        var statuses = new List<int>();
        var changed = new List<string>();
        foreach (var customer in several.OfType<Customer>())
        {
            customer.Blocked = blocked;
            changed.Add(customer.Address);
            if (channel != Channel.Line || who.Silent || platforms.Find(channel, customer.Account) is not { Webhook: not null } account)
                continue;
            var voice = voices.Of(channel);
            var happened = voice.Write(account, customer, new SayRequest(Kind: blocked ? "unfollow" : "follow"), clock.Millis);
            statuses.Add((await sender.SendAsync(account, voice.Body(account, [happened]), cancel)).Status);
        }

        return new { UserIds = changed, Statuses = statuses };
    }

    /// <summary>They delete their account with the platform, or make it again; of which it tells nobody.</summary>
    public object Leave(Channel channel, BlockRequest who, bool gone)
    {
        var changed = new List<string>();
        foreach (var index in who.Indexes ?? [who.Index ?? 0])
        {
            if (Find(channel, null, index, who.Destination) is not { } customer)
                continue;
            customer.Gone = gone;
            changed.Add(customer.Address);
        }
        return new { UserIds = changed };
    }

    public object List(Channel channel, string? destination, int skip, int take)
    {
        var all = platforms.Find(channel, destination) is { } account ? book.Of(account) : [];
        return new
        {
            Total = all.Count,
            Customers = all.Skip(skip)
                .Take(take)
                .Select(c => new
                {
                    c.Index,
                    UserId = c.Address,
                    c.Name,
                    c.Language,
                    c.Blocked,
                    c.Bsuid,
                    Stopped = c.Stopped ? true : (bool?)null,
                    Wrote = channel == Channel.Line || c.Wrote == long.MinValue ? (long?)null : c.Wrote,
                }),
        };
    }

    private Customer? Find(Channel channel, string? userId, int? index, string? destination)
    {
        if (userId is not null)
            return channel != Channel.Line ? book.Find(channel, userId)
                : LineId.TryParse(userId, out var id) ? book.Find(channel, id)
                : null;
        return index is { } place && platforms.Find(channel, destination) is { } account ? book.At(account, place) : null;
    }
}
