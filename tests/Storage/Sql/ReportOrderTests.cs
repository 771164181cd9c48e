using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>In whatever order the answer and the reports come, and however often, the end is the same.</summary>
[Long]
public sealed class ReportOrderTests
{
    private sealed record Story(string Name, DeliveryState State, ReceiptKind? Reached, Func<LedgerFixture, ClaimedRequest, Task>[] Steps);

    private static readonly Func<LedgerFixture, ClaimedRequest, Task> Answer = (ledger, request) =>
        ledger.Settlements.SettleAsync([request.Accepted("m0")], default);
    private static readonly Func<LedgerFixture, ClaimedRequest, Task> Lost = (ledger, request) =>
        ledger.Settlements.SettleAsync(
            [request.Settled(SettledAs.Unknown, code: "unknown") with { Trail = Meta.Trail(request, 0) }],
            default
        );

    private static readonly Func<LedgerFixture, ClaimedRequest, Task> Swept = (ledger, _) =>
        ledger.Sweep.SweepAsync(Given.Now.AddMinutes(2), Given.KeyLife, default);

    private static readonly Story[] Stories =
    [
        new(
            "answered, delivered, read",
            DeliveryState.Accepted,
            ReceiptKind.Read,
            [Answer, Told(ReceiptKind.Sent), Told(ReceiptKind.Delivered), Told(ReceiptKind.Read)]
        ),
        new("answered, failed", DeliveryState.Refused, null, [Answer, Told(ReceiptKind.Sent), Failed()]),
        new(
            "answered, failed on one device",
            DeliveryState.Accepted,
            ReceiptKind.Delivered,
            [Answer, Failed(), Told(ReceiptKind.Delivered)]
        ),
        new("answer lost, sent", DeliveryState.Accepted, null, [Lost, Told(ReceiptKind.Sent)]),
        new("answer lost, failed", DeliveryState.Refused, null, [Lost, Told(ReceiptKind.Sent), Failed()]),
        new(
            "node died, delivered",
            DeliveryState.Accepted,
            ReceiptKind.Delivered,
            [Swept, Told(ReceiptKind.Sent), Told(ReceiptKind.Delivered)]
        ),
        new("node asleep, answered late, read", DeliveryState.Accepted, ReceiptKind.Read, [Swept, Answer, Until(ReceiptKind.Read)]),
    ];

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Every_order_ends_alike(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        foreach (var story in Stories)
        {
            foreach (var order in Orders([.. Enumerable.Range(0, story.Steps.Length)]))
            {
                var (campaign, request) = await ledger.OneAsync(Given.Gone, words: 1);
                foreach (var step in order)
                    await story.Steps[step](ledger, request);
                // Everything but the answer may come twice.
                foreach (var step in order.Reverse())
                    await story.Steps[step](ledger, request);
                var delivery = await ledger.DeliveryAsync(campaign);
                Assert.True(
                    (delivery.State, delivery.Reached) == (story.State, story.Reached),
                    $"{story.Name} as {string.Join(' ', order)}: {delivery.State} {delivery.Reached}"
                );
                var tally = await ledger.Deliveries.TallyAsync(campaign, default);
                Assert.Equal(1, tally.Chosen);
                Assert.True(tally.Read <= tally.Delivered && tally.Delivered <= tally.Accepted);
                await ClearAsync(ledger);
            }
        }
    }

    private static Func<LedgerFixture, ClaimedRequest, Task> Told(ReceiptKind kind) =>
        (ledger, request) => ledger.ReportAsync(Meta.Receipt(kind, "m0", new(request.Id, 0)));

    private static Func<LedgerFixture, ClaimedRequest, Task> Failed() =>
        (ledger, request) => ledger.ReportAsync(Meta.Failed("m0", "131026", new(request.Id, 0)));

    private static Func<LedgerFixture, ClaimedRequest, Task> Until(ReceiptKind kind) =>
        (ledger, _) => ledger.ReportAsync(Meta.Until(kind, Given.Now.AddSeconds(5)));

    private static IEnumerable<int[]> Orders(int[] steps) =>
        steps.Length <= 1
            ? [steps]
            : steps.SelectMany(first => Orders([.. steps.Where(step => step != first)]).Select(rest => (int[])[first, .. rest]));

    private static async Task ClearAsync(LedgerFixture ledger)
    {
        await using var connection = await ledger.Database.OpenAsync(default);
        await using var command = connection.Command("delete from messages; delete from watermarks; delete from echoes");
        await command.ExecuteNonQueryAsync();
    }
}
