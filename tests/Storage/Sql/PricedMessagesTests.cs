using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What is counted of a month's free messages, and of what a campaign is charged for.</summary>
public sealed class PricedMessagesTests
{
    private static readonly MessagePricing Free = new("service", MessagePricing.FreeService),
        Charged = new("marketing", MessagePricing.Regular);

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_free_message_counts_once_however_often_it_is_reported_and_only_in_its_month(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var priced = new PricedMessages(ledger.Database);
        for (var again = 0; again < 2; again++)
            await ledger.ReportAsync(
                Told("m1", ReceiptKind.Sent, Free),
                Told("m1", ReceiptKind.Delivered, Free),
                Told("m2", ReceiptKind.Read, Free)
            );
        await ledger.ReportAsync(
            Told("m3", ReceiptKind.Sent, new("service", "free_entry_point")),
            Told("m4", ReceiptKind.Sent, Charged),
            Told("m5", ReceiptKind.Sent, null),
            Told("m6", ReceiptKind.Failed, Free),
            Told("m7", ReceiptKind.Sent, Free) with
            {
                At = Given.Now.AddDays(-40),
            }
        );

        Assert.Equal(2, await priced.FreeAsync(Meta.Page, Given.Now.AddDays(-30), Given.Now.AddDays(1), default));
        Assert.Equal(3, await priced.FreeAsync(Meta.Page, Given.Now.AddDays(-60), Given.Now.AddDays(1), default));
        Assert.Equal(0, await priced.FreeAsync(Given.Line, Given.Now.AddDays(-60), Given.Now.AddDays(1), default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_campaign_is_charged_for_what_was_delivered_and_is_not_free_by_day_and_beginning_of_the_number(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var priced = new PricedMessages(ledger.Database);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(request.Accepted("m0"));
        await ledger.ReportAsync(Told("m0", ReceiptKind.Sent, Charged, new(request.Id, 0)));
        Assert.Empty(await priced.ChargedAsync(campaign, default));

        for (var again = 0; again < 2; again++)
            await ledger.ReportAsync(Told("m0", ReceiptKind.Delivered, Charged, new(request.Id, 0)));
        await ledger.ReportAsync(Told("else", ReceiptKind.Delivered, Charged));
        Assert.Equal(
            new ChargedMessages("marketing", Meta.Customer.UserId, new DateTimeOffset(Given.Now.UtcDateTime.Date, TimeSpan.Zero), 1),
            Assert.Single(await priced.ChargedAsync(campaign, default))
        );
    }

    private static InboundEvent Told(string id, ReceiptKind kind, MessagePricing? pricing, Correlation? of = null) =>
        new(
            $"{id}|{kind}",
            Meta.Page,
            Meta.Customer.UserId,
            Given.Now,
            false,
            new InboundBody.Receipt(kind, id, of, null, kind == ReceiptKind.Failed ? new SendOutcome.Unreachable("1", "no") : null)
            {
                Pricing = pricing,
            },
            null
        );
}
