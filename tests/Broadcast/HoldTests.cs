using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>An account that its platform no longer believes, in the middle of a broadcast.</summary>
public sealed class HoldTests
{
    private const int Customers = 400,
        RefusedFrom = 100;

    [Fact]
    public async Task A_token_refused_in_the_middle_stops_the_account_once_and_burns_nobody_and_all_get_it_with_a_good_one()
    {
        var (calls, good) = (0, false);
        bool Bad() => Interlocked.Increment(ref calls) >= RefusedFrom && !Volatile.Read(ref good);
        var channel = new OneByOneChannel { Answer = _ => Bad() ? new SendOutcome.Refused(RefusalScope.Account, "190", "token") : null };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        string[] users = [.. Enumerable.Range(0, Customers).Select(number => $"u{number}")];
        var campaign = await house.SendAsync(["一"], users);
        Assert.Equal(HoldReason.Token, (await HeldAsync(house)).Reason);
        var held = await Until.SeenAsync(
            "what was under way",
            TimeSpan.FromSeconds(20),
            async () => (Sent: channel.Sent.Count, Tally: await house.Deliveries.TallyAsync(campaign, default)),
            now => now.Tally.Accepted == now.Sent
        );
        Assert.Equal((RefusedFrom - 1, Customers - RefusedFrom + 1), (held.Tally.Accepted, held.Tally.Waiting));
        Assert.Single(await house.Get<Notices>().TakeAsync(default));

        Volatile.Write(ref good, true);
        await house.LetGoAsync(TestAccounts.Instagram);
        await house.EndedAsync(campaign);
        Assert.Equal(Customers, (await house.Deliveries.TallyAsync(campaign, default)).Accepted);
        Assert.Equal(users.Order(StringComparer.Ordinal), channel.Sent.Select(sent => sent.User).Order(StringComparer.Ordinal));
    }

    /// <summary>The only hold that there is.</summary>
    private static async Task<Hold> HeldAsync(TestHouse house) =>
        Assert.Single(
            await Until.SeenAsync("the hold", TimeSpan.FromSeconds(20), () => house.Holds.HoldsAsync(default), holds => holds.Count > 0)
        );
}
