using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What works on the ledger of a house, by short names, and campaigns that go out from it.</summary>
internal static class HouseLedger
{
    extension(TestHouse house)
    {
        public RequestQueue Queue => house.Get<RequestQueue>();

        public Settlements Settlements => house.Get<Settlements>();

        public SkipWriter Skips => house.Get<SkipWriter>();

        public LaunchWriter Launches => house.Get<LaunchWriter>();

        public DeliveryReports Deliveries => house.Get<DeliveryReports>();

        public Holds Holds => house.Get<Holds>();

        public LedgerSweep Sweep => house.Get<LedgerSweep>();

        public Replies Replies => house.Get<Replies>();
    }

    /// <summary>A campaign of these texts to these customers of Instagram's account, sending.</summary>
    public static async Task<long> SendAsync(this TestHouse house, IReadOnlyList<string> texts, params string[] users)
    {
        var campaign = await CampaignRows.SendAsync(house.Get<Campaigns>(), house.Launches, TestAccounts.Instagram, texts, users);
        await house.Get<Nudges>().SendAsync(Topics.Work(TestAccounts.Instagram));
        return campaign;
    }

    public static async Task<IReadOnlyList<Delivery>> DeliveriesAsync(this TestHouse house, long campaign) =>
        await house.Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 1_000, default);

    /// <summary>Until nothing of the campaign waits any more.</summary>
    public static Task EndedAsync(this TestHouse house, long campaign) =>
        Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(campaign, default),
            tally => tally.Waiting == 0
        );
}
