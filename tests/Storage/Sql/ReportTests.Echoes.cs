using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed partial class ReportTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_echo_without_our_name_settles_only_by_recipient_content_and_time(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(request.Settled(SettledAs.Unknown) with { Trail = Meta.Trail(request, 0) });
        Assert.Equal(ReportResult.Foreign, await ledger.EchoAsync("e1", "別的話"));
        Assert.Equal(ReportResult.Foreign, await ledger.EchoAsync("e2", Meta.Words[0], at: Given.Now.AddMinutes(-1)));
        Assert.Equal(ReportResult.Foreign, await ledger.EchoAsync("e3", Meta.Words[0], user: "somebody else"));
        Assert.Equal(DeliveryState.Unknown, (await ledger.DeliveryAsync(campaign)).State);

        Assert.Equal(ReportResult.Noted, await ledger.EchoAsync("e4", Meta.Words[0]));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
        Assert.Equal(ReportResult.Noted, await ledger.EchoAsync("e4", Meta.Words[0]));
        // The attempt is claimed: the same words once more are somebody's own.
        Assert.Equal(ReportResult.Foreign, await ledger.EchoAsync("e5", Meta.Words[0]));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_echo_waits_while_an_attempt_is_under_way(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        Assert.Equal(ReportResult.Held, await ledger.EchoAsync("e1", Meta.Words[0]));
        Assert.Empty(await ledger.Reports.DueAsync(Given.Now.AddSeconds(29), 10, default));

        await ledger.SettleAsync(request.Accepted("e1"));
        var due = Assert.Single(await ledger.Reports.DueAsync(Given.Now.AddSeconds(31), 10, default));
        Assert.Equal([ReportResult.Noted], await ledger.Reports.ApplyAsync([due], _ => false, Given.Now.AddSeconds(31), default));
        await ledger.Reports.DoneAsync(due, default);
        Assert.Empty(await ledger.Reports.DueAsync(Given.Now.AddHours(1), 10, default));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Answers_and_renames_keep_opt_outs(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var suppressions = new Suppressions(ledger.Database);
        var (_, request) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(
            request.Settled(SettledAs.Refused, code: "131050") with
            {
                Trail = Meta.Trail(request, 0) with { Suppress = SuppressionKind.Unsubscribed },
            }
        );
        Assert.True((await suppressions.FindAsync([Meta.Customer], default)).ContainsKey(Meta.Customer));

        var renamed = new CustomerKey(Meta.Page, "new id");
        await ledger.ReportAsync(
            new InboundEvent("r1", Meta.Page, renamed.UserId, Given.Now, false, new InboundBody.Renamed(Meta.Customer.UserId), null)
        );
        Assert.True((await suppressions.FindAsync([renamed], default)).ContainsKey(renamed));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Who_is_called_by_another_id_stays_bound_to_whom_they_are_bound(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var bindings = new Bindings(ledger.Database);
        await bindings.BindAsync(Meta.Customer, Given.Mei, Given.Now.AddDays(-1), replace: false, default);
        var renamed = new CustomerKey(Meta.Page, "new id");
        for (var again = 0; again < 2; again++)
            await ledger.ReportAsync(
                new InboundEvent("r1", Meta.Page, renamed.UserId, Given.Now, false, new InboundBody.Renamed(Meta.Customer.UserId), null)
            );
        Assert.Equal(Given.Mei.Id, (await bindings.FindAsync(renamed, default))!.Staff, ignoreCase: true);
        Assert.Null(await bindings.FindAsync(Meta.Customer, default));
        Assert.Equal(["new id"], await bindings.PageAsync(Meta.Page, Given.Mei.Id, null, 10, default));
        Assert.Equal(
            ["7001", "new id"],
            (await new Changes(ledger.Database).SinceAsync(Meta.Page, 0, bindings: true, default))
                .Users.Select(change => change.UserId)
                .Order(StringComparer.Ordinal)
        );
    }
}
