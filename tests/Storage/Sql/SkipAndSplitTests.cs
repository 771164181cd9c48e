using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class SkipAndSplitTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Recipients_are_taken_out_before_the_call(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Batch(0, 5), Given.Singles(5, 1));
        var batch = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        var single = Assert.Single(await ledger.ClaimAsync());
        var two = new Dictionary<string, SkipReason>
        {
            [batch.Recipients[1]] = SkipReason.Blocked,
            [batch.Recipients[3]] = SkipReason.Unsubscribed,
        };
        var rest = await ledger.Skips.SkipAsync(batch, two, default);
        var only = new Dictionary<string, SkipReason> { [single.Recipients[0]] = SkipReason.NotMine };
        Assert.Null(await ledger.Skips.SkipAsync(single, only, default));

        Assert.Equal([batch.Recipients[0], batch.Recipients[2], batch.Recipients[4]], rest!.Recipients);
        Assert.Equal(new Tally { Waiting = 3, Skipped = 3 }, await ledger.Deliveries.TallyAsync(id, default));
        var skipped = await ledger.Deliveries.SkippedAsync(id, default);
        Assert.Equal(3, skipped.Count);
        Assert.All((SkipReason[])[SkipReason.Blocked, SkipReason.Unsubscribed, SkipReason.NotMine], one => Assert.Equal(1, skipped[one]));
        Assert.Empty(await ledger.Settlements.SettleAsync([rest.Settled(SettledAs.Accepted)], default));
        Assert.Equal(new Tally { Accepted = 3, Skipped = 3 }, await ledger.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task The_tallies_of_several_are_read_at_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 3));
        await ledger.Settlements.SettleAsync([.. (await ledger.ClaimAsync()).Select(one => one.Settled(SettledAs.Accepted))], default);
        var other = await ledger.SendingAsync(Given.Singles(6, 2));
        var tallies = await ledger.Deliveries.TalliesAsync([other, id, 99], default);
        Assert.Equal(
            [new Tally { Waiting = 2 }, new Tally { Accepted = 3 }, new Tally()],
            [tallies[other].Tally, tallies[id].Tally, tallies[99].Tally]
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Who_has_lost_the_claim_or_may_have_sent_takes_nobody_out(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Batch(0, 5));
        var zombie = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch, lease: Given.Gone));
        Assert.Single(await ledger.Queue.BeginAsync([zombie], Given.Gone, default));
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        var living = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        var someone = new Dictionary<string, SkipReason> { [zombie.Recipients[0]] = SkipReason.Blocked };

        Assert.Null(await ledger.Skips.SkipAsync(zombie, someone, default));
        Assert.Same(living, await ledger.Skips.SkipAsync(living, someone, default));
        Assert.Equal(new Tally { Waiting = 5 }, await ledger.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_split_request_counts_nothing_and_its_parts_count_all(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Batch(0, 5));
        var whole = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        NewRequest Part(params string[] users) =>
            new(Guid.CreateVersion7(), whole.Account, RequestKind.Batch, whole.Class, users, null, true, whole.ExpiresAt);

        NewRequest two = Part([.. whole.Recipients.Take(2)]),
            three = Part([.. whole.Recipients.Skip(2)]);
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.Settlements.SplitAsync(whole, [three], default));
        Assert.True(await ledger.Settlements.SplitAsync(whole, [two, three], default));
        Assert.False(await ledger.Settlements.SplitAsync(whole, [Part([.. whole.Recipients])], default));

        Assert.Equal(new Tally { Waiting = 5 }, await ledger.Deliveries.TallyAsync(id, default));
        Assert.Single(await ledger.Settlements.SettleAsync([whole.Settled(SettledAs.Accepted)], default));
        var parts = await ledger.ClaimAsync(kind: RequestKind.Batch);
        Assert.Equal(whole.Recipients.Order(), parts.SelectMany(part => part.Recipients).Order());
        await ledger.Settlements.SettleAsync(
            [.. parts.Select(part => part.Settled(part.Recipients.Count == 2 ? SettledAs.Accepted : SettledAs.Refused))],
            default
        );
        Assert.Equal(new Tally { Accepted = 2, Refused = 3 }, await ledger.Deliveries.TallyAsync(id, default));
        var refused = await ledger.Deliveries.DeliveriesAsync(id, DeliveryState.Refused, 0, 10, default);
        Assert.Equal(whole.Recipients.Skip(2).Order(), refused.Select(delivery => delivery.Customer.UserId));
    }
}
