using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Teams;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What a platform tells of its hour's calls is obeyed before it refuses.</summary>
public sealed class CatchUpEasingTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(74, 1.0)]
    [InlineData(75, 1.0)]
    [InlineData(85, 0.55)]
    [InlineData(94, 0.145)]
    [InlineData(95, 0.0)]
    [InlineData(208, 0.0)]
    public void The_fuller_the_allowance_the_slower(int percent, double share) =>
        Assert.Equal(share, CatchUpEasing.Share(new(percent, null)), 3);

    [Fact]
    public async Task A_page_whose_pool_fills_stops_before_the_platform_refuses()
    {
        await using var graph = await Graph.StartAsync("messenger", customers: 130);
        await graph.WeatherAsync(new { callPool = 100 });
        await using var house = await OpenAsync(graph);
        var account = new AccountKey(ChannelId.Messenger, graph.Id);
        var users = await graph.CustomersAsync();
        var campaign = await CampaignRows.SendAsync(house.Get<Campaigns>(), house.Launches, account, ["嗨"], users);
        await house.Get<OmoBroadcast.Storage.Redis.Nudges>().SendAsync(OmoBroadcast.Broadcast.Topics.Work(account));
        var holds = await Until.SeenAsync(
            "the hold",
            TimeSpan.FromSeconds(60),
            () => house.Holds.HoldsAsync(default),
            holds => holds.Count > 0
        );
        Assert.Equal(HoldReason.Busy, Assert.Single(holds).Reason);
        var tally = await Until.SeenAsync(
            "all answers",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(campaign, default),
            tally => tally.Accepted is >= 95 and <= 100
        );
        Assert.Equal((130, 0), (tally.Accepted + tally.Waiting, tally.Refused + tally.Unknown));
        var calls = await graph.Http.GetStringAsync("ledger");
        Assert.Contains("\"status\":200", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("\"status\":4", calls, StringComparison.Ordinal);
    }

    private static Task<TestHouse> OpenAsync(Graph graph) =>
        TestHouse.OpenAsync(
            new()
            {
                Parts = HouseParts.Teams,
                Settings =
                [
                    .. TestAccounts.LineSettings(platform: null),
                    .. graph.Settings("粉專"),
                    ("Omo:Accounts:1:SinglePerSecond", "40"),
                ],
            }
        );
}
