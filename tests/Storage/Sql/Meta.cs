using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A channel without retry keys that takes messages one by one and reports later.</summary>
internal static class Meta
{
    public static readonly AccountKey Page = new(ChannelId.Instagram, "17841400000000001");
    public static readonly CustomerKey Customer = new(Page, "7001");
    public static readonly string[] Words = ["新品到店 👗", "歡迎"];
    private static int events;

    /// <summary>A campaign to the one customer, its request claimed and begun.</summary>
    public static async Task<(long Campaign, ClaimedRequest Request)> OneAsync(
        this LedgerFixture ledger,
        TimeSpan? lease = null,
        int words = 2
    )
    {
        var (campaign, request) = await ledger.OneClaimedAsync(lease, words);
        Assert.Single(await ledger.Queue.BeginAsync([request], lease ?? Given.Lease, default));
        return (campaign, request);
    }

    /// <summary>A campaign to the one customer, its request claimed and no call begun.</summary>
    public static async Task<(long Campaign, ClaimedRequest Request)> OneClaimedAsync(
        this LedgerFixture ledger,
        TimeSpan? lease = null,
        int words = 2
    )
    {
        var request = new NewRequest(
            Guid.CreateVersion7(),
            Page,
            RequestKind.Single,
            RequestClass.Staff,
            [Customer.UserId],
            new Content([.. Words.Take(words).Select(text => new OutboundMessage.Text(text))]),
            RetrySafe: false,
            Given.Now.AddHours(1)
        );
        var campaign = await ledger.SendingAsync(new LaunchPage("next", [new(Page, Customer.UserId, "顧客", request.Id, null)], [request]));
        return (campaign, Assert.Single(await ledger.ClaimAsync(lease: lease, account: Page)));
    }

    public static Trail Trail(ClaimedRequest request, int went, SentMessage? sent = null) =>
        new(Page, Customer.UserId, request.Content!.Messages.Count, went, sent);

    public static Settlement Went(this ClaimedRequest request, int went, string id) =>
        request.Settled(SettledAs.UnderWay) with
        {
            Trail = Trail(request, went, new(went - 1, id, Given.Now)),
        };

    public static Settlement Accepted(this ClaimedRequest request, string id, int part = 0) =>
        request.Settled(SettledAs.Accepted) with
        {
            PlatformId = id,
            Trail = Trail(request, part + 1, new(part, id, Given.Now)),
        };

    public static async Task SettleAsync(this LedgerFixture ledger, params Settlement[] settlements)
    {
        foreach (var one in settlements)
            Assert.Empty(await ledger.Settlements.SettleAsync([one], default));
    }

    public static async Task<Delivery> DeliveryAsync(this LedgerFixture ledger, long campaign) =>
        Assert.Single(await ledger.Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 10, default));

    public static Task<IReadOnlyList<ReportResult>> ReportAsync(this LedgerFixture ledger, params InboundEvent[] reports) =>
        ledger.Reports.ApplyAsync(reports, channel => channel != ChannelId.Instagram, Given.Now, default);

    public static async Task<ReportResult> EchoAsync(
        this LedgerFixture ledger,
        string id,
        string text,
        DateTimeOffset? at = null,
        string? user = null
    ) => (await ledger.ReportAsync(Event(new InboundBody.Echo(id, null, false, MessageKind.Text, text), at, user)))[0];

    public static InboundEvent Receipt(ReceiptKind kind, string id, Correlation? of) =>
        Event(new InboundBody.Receipt(kind, id, of, null, null));

    public static InboundEvent Failed(string id, string code, Correlation? of = null) =>
        Event(new InboundBody.Receipt(ReceiptKind.Failed, id, of, null, new SendOutcome.Unreachable(code, "no")));

    public static InboundEvent FailedOfAccount(string id, string code, DateTimeOffset at) =>
        Event(new InboundBody.Receipt(ReceiptKind.Failed, id, null, null, new SendOutcome.Refused(RefusalScope.Account, code, "no")), at);

    public static InboundEvent Until(ReceiptKind kind, DateTimeOffset until) =>
        Event(new InboundBody.Receipt(kind, null, null, until, null));

    public static InboundEvent Standing(AccountStanding now, int minute) =>
        new(
            $"s{Interlocked.Increment(ref events)}",
            Page,
            null,
            Given.Now.AddMinutes(minute),
            false,
            new InboundBody.Standing(now, "BLOCK", null),
            null
        );

    private static InboundEvent Event(InboundBody body, DateTimeOffset? at = null, string? user = null) =>
        new($"e{Interlocked.Increment(ref events)}", Page, user ?? Customer.UserId, at ?? Given.Now.AddSeconds(1), false, body, null);
}
