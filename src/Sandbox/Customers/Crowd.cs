using OmoBroadcast.Sandbox.Line;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>What customers do: write in, say something, block the account and come back.</summary>
internal sealed class Crowd(CustomerBook book, LineAccounts accounts, EventWriter writer, WebhookSender sender, SandboxClock clock)
{
    /// <summary>Each customer writes; answers with what came back.</summary>
    public async Task<object> WriteInAsync(
        LineAccount account, IReadOnlyList<Customer> customers, CustomersRequest wanted, Func<string> text, CancellationToken cancel)
    {
        var results = new WebhookResults();
        if (account.Webhook is null) return results.Report(customers.Count, 0);
        var now = clock.Millis;
        var events = Enumerable.Range(0, wanted.Messages)
            .SelectMany(round => customers.Select(c => writer.Write(c, "text", text(), now - (wanted.Messages - 1 - round), standby: false)));
        var bodies = events.Chunk(Math.Max(1, wanted.EventsPerBody)).Select(chunk => EventWriter.Body(account.Id, chunk)).ToArray();
        var deliveries = Enumerable.Range(0, wanted.Times).SelectMany(_ => bodies).ToArray();
        if (wanted.Shuffle) new Random(wanted.Seed).Shuffle(deliveries);
        await sender.SendAllAsync(account, deliveries, wanted.InFlight, results, cancel);
        return results.Report(customers.Count, customers.Count * wanted.Messages);
    }

    public async Task<object?> SayAsync(SayRequest say, CancellationToken cancel)
    {
        if (Find(say.UserId, say.Index, say.Destination) is not { } customer || accounts.Find(customer.Account) is not { Webhook: not null } account) return null;
        var written = writer.Write(customer, say.Kind, say.Text, say.At ?? clock.Millis, say.Standby);
        var body = EventWriter.Body(account.Id, [written]);
        var results = new List<(int Status, TimeSpan Took)>();
        for (var i = 0; i < say.Times; i++) results.Add(await sender.SendAsync(account, body, cancel));
        return new
        {
            UserId = LineId.Format(customer.Id),
            customer.Name,
            WebhookEventId = written.Id,
            written.MessageId,
            written.ReplyToken,
            results[^1].Status,
            Statuses = results.Select(r => r.Status),
            MaxMs = results.Max(r => r.Took.TotalMilliseconds),
        };
    }

    public async Task<object> BlockAsync(BlockRequest who, bool blocked, CancellationToken cancel)
    {
        var several = who.Indexes?.Select(i => Find(null, i, who.Destination)) ?? [Find(who.UserId, who.Index, who.Destination)];
        var statuses = new List<int>();
        var changed = new List<string>();
        foreach (var customer in several.OfType<Customer>())
        {
            customer.Blocked = blocked;
            changed.Add(LineId.Format(customer.Id));
            if (who.Silent || accounts.Find(customer.Account) is not { Webhook: not null } account) continue;
            var happened = writer.Write(customer, blocked ? "unfollow" : "follow", null, clock.Millis, standby: false);
            statuses.Add((await sender.SendAsync(account, EventWriter.Body(account.Id, [happened]), cancel)).Status);
        }

        return new { UserIds = changed, Statuses = statuses };
    }

    public object List(string? destination, int skip, int take)
    {
        var all = accounts.Find(destination) is { } account ? book.Of(account.Id) : [];
        return new
        {
            Total = all.Count,
            Customers = all.Skip(skip).Take(take).Select(c => new { c.Index, UserId = LineId.Format(c.Id), c.Name, c.Language, c.Blocked }),
        };
    }

    private Customer? Find(string? userId, int? index, string? destination)
    {
        if (LineId.TryParse(userId, out var id)) return book.Find(id);
        return index is { } place && accounts.Find(destination) is { } account ? book.At(account.Id, place) : null;
    }
}
