using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A seller, her customers, and campaigns to them that are really launched.</summary>
internal static class Sold
{
    public static readonly StaffMember Seller = new("s-1", "王店員", Role.Salesperson, "信義店");
    public static readonly StaffMember Colleague = new("s-2", "李店員", Role.Salesperson, "信義店");
    public static readonly Content Words = new([new OutboundMessage.Text("新品到店")]);

    /// <summary>A customer's id as the platform writes them.</summary>
    public static CustomerKey Customer(AccountKey account, int number) =>
        new(account, account.Channel == ChannelId.Line ? $"U{number:x32}" : $"88691{number:00000000}");

    /// <summary>They wrote at that time, and are the seller's.</summary>
    public static async Task TakenAsync(this TestHouse house, IReadOnlyList<CustomerKey> customers, DateTimeOffset wrote)
    {
        var conversations = house.Get<Conversations>();
        await conversations.ApplyAsync(
            [.. customers.Select(customer => Told.Message(customer, $"e{customer.UserId}", wrote))],
            false,
            default
        );
        Assert.All(
            await Task.WhenAll(customers.Select(customer => conversations.TakeAsync(customer, Seller.Id, wrote.AddSeconds(1)))),
            taken => Assert.Equal(Transition.Done, taken)
        );
    }

    /// <summary>The button was pressed; it is due now by the clock that all nodes share, and ends five minutes later.</summary>
    public static async Task<long> ScheduleAsync(this TestHouse house, Audience audience, Content? content = null, TimeSpan due = default)
    {
        var (campaigns, now) = (house.Get<Campaigns>(), await house.DatabaseTimeAsync());
        var draft = await campaigns.DraftAsync(Seller, audience, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, audience, content ?? Words, default));
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now + due, now + due + TimeSpan.FromMinutes(5), 1), default)
        );
        return draft.Id;
    }

    public static Task LaunchedAsync(this TestHouse house, long campaign) =>
        Until.SeenAsync(
            "the launch",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            found => found!.State is CampaignState.Sending or CampaignState.Done
        );

    /// <summary>Lets a held account go, and ends when every request is claimed and only waits for its slot, a few seconds off.</summary>
    public static async Task ClaimedAtTheGateAsync(this TestHouse house, AccountKey account)
    {
        foreach (var kind in Enum.GetValues<RequestKind>())
            await house.Get<AccountRate>().PushBackAsync($"{account}:{kind}", TimeSpan.FromSeconds(5));
        await house.LetGoAsync(account);
        await Until.SeenAsync(
            "the claims",
            TimeSpan.FromSeconds(20),
            async () =>
                (
                    await house.NumberAsync("select count(*) from queue where state = 0"),
                    await house.NumberAsync("select count(*) from queue where state = 1")
                ),
            seen => seen.Item1 == 0 && seen.Item2 > 0
        );
    }

    public static async Task LetGoAsync(this TestHouse house, AccountKey account)
    {
        await house.Holds.LiftAsync(account, default);
        await house.Get<Nudges>().SendAsync(Topics.Work(account));
    }

    public static async Task<long> NumberAsync(this TestHouse house, string sql)
    {
        await using var connection = await house.Get<Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<DateTimeOffset> DatabaseTimeAsync(this TestHouse house) =>
        DateTimeOffset.FromUnixTimeMilliseconds(await house.NumberAsync($"select {house.Get<Database>().Engine.Clock}"));
}
