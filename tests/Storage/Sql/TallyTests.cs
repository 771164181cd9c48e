using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Housekeeping;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class TallyTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Lines_are_put_together_and_come_to_the_same(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await ledger.SendingAsync(Given.Singles(0, 80));
        foreach (var request in await ledger.ClaimAsync(80))
            await ledger.SettleAsync([request.Settled(SettledAs.Accepted)]);
        Assert.InRange(await LinesAsync(ledger), 80, 200);

        var round = new TallyRound(ledger.Database);
        await round.LookAsync(default);
        Assert.Equal(1, await LinesAsync(ledger));
        Assert.Equal(new Tally { Accepted = 80 }, await ledger.Deliveries.TallyAsync(campaign, default));
        await TallyCheck.HoldAsync(ledger);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Sums_that_are_many_are_not_put_together_over_and_over(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 80));
        foreach (var (at, request) in (await ledger.ClaimAsync(80)).Index())
            await ledger.SettleAsync([request.Settled(SettledAs.Refused) with { Code = $"{at}" }]);
        var round = new TallyRound(ledger.Database);
        await round.LookAsync(default);
        var last = await LastAsync(ledger);
        Assert.Equal(80, await LinesAsync(ledger));

        await round.LookAsync(default);
        await new TallyRound(ledger.Database).LookAsync(default);
        Assert.Equal(last, await LastAsync(ledger));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_went_of_a_message_that_waits_is_listed(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync();
        await ledger.SettleAsync([
            request.Went(1, "m0") with
            {
                As = SettledAs.Throttled,
                Code = "busy",
                NotBefore = Given.Now.AddMinutes(1),
            },
        ]);

        var listed = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Waiting, 1, "busy"), (listed.State, listed.Went, listed.Code));
    }

    private static async Task<long> LinesAsync(LedgerFixture ledger) =>
        (await ledger.Database.QueryAsync("select count(*) as lines from tallies", row => row.Long("lines"), default)).Single();

    private static async Task<long> LastAsync(LedgerFixture ledger) =>
        (await ledger.Database.QueryAsync("select max(id) as last from tallies", row => row.Long("last"), default)).Single();
}
