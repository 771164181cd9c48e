using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

internal sealed partial class Trial
{
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(30);

    private async Task FillAsync(int customers, int keyless)
    {
        Node = await House.StartNodeAsync();
        // On both LINE's documents are silent or disagree.
        var (recipientsFirst, refuseUnknown) = (Dice.Next(2) == 0, Dice.Next(2) == 0);
        Say(
            $"LINE looks at {(recipientsFirst ? "the recipients" : "the retry key")} first and {(refuseUnknown ? "refuses" : "passes over")} unknown ids in a multicast"
        );
        await Sandbox.DeclareAsync(House.Account, House.Webhook, recipientsFirst, refuseUnknown);
        foreach (var account in House.Metas)
            await Sandbox.DeclareAsync(account, House.WebhookOf(account.Channel));
        foreach (var account in keyless == 0 ? [] : House.Metas)
            await WriteInAsync(keyless, account.Id, account.Channel);
        if (customers > 0)
            await WriteInAsync(customers, House.Account.Destination, "line");
        if (customers + keyless == 0)
            return;
        // On a busy machine some are kept for later; who is worked on while the first are taken is taken after them.
        for (var round = 0; round < 2; round++)
        {
            await HeardAsync();
            await House.Seller.TakeAllAsync();
        }
        var people = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var account in keyless == 0 ? [] : House.Metas)
            people[account.Channel] = (await Sandbox.CustomersAsync(account.Channel)).Select(customer => customer.UserId).ToHashSet();
        Keyless = people;
        if (customers == 0)
            return;

        var all = await Sandbox.CustomersAsync();
        var blocked = Enumerable.Range(0, customers / 100).ToArray();
        await Sandbox.BlockAsync(blocked);
        var unsubscribed = Enumerable.Range(customers / 2, customers / 200).ToArray();
        foreach (var index in unsubscribed)
            await Sandbox.SayAsync(new { index, text = "取消訂閱" });
        // Each is told once that it was heard; that is not of the campaign, and over before it begins.
        Assert.True(
            (await Sandbox.AcceptedAsync(unsubscribed.Length, TimeSpan.FromSeconds(20))).Reached,
            "Not everybody who unsubscribed was told so"
        );
        Gone = blocked.Length + unsubscribed.Length;
        Eligible = all.Where(customer => !blocked.Contains(customer.Index) && !unsubscribed.Contains(customer.Index))
            .Select(customer => customer.UserId)
            .ToHashSet();
    }

    private async Task HeardAsync()
    {
        using var http = new HttpClient();
        await Until.SeenAsync(
            "all that was written in to be worked on",
            HeardWithin,
            () => HealthReport.AskAsync(http, House.Front),
            report => report.InboxWaiting == 0
        );
    }

    private async Task WriteInAsync(int count, string account, string channel)
    {
        var report = await Sandbox.WriteInAsync(new CustomersWish(count, account) { Seed = seed }, channel);
        Assert.True(report.AllTaken, $"{channel}: webhooks were answered with {string.Join(", ", report.Statuses)}");
    }
}
