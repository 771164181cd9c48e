using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class SkipAndSplitTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Recipients_are_taken_out_before_the_call(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Batch(0, 5), Given.Singles(5, 1));
        var batch = Assert.Single(await house.ClaimAsync(kind: RequestKind.Batch));
        var single = Assert.Single(await house.ClaimAsync());

        var rest = await house.Skips.SkipAsync(
            batch,
            new Dictionary<string, SkipReason>
            {
                [batch.Recipients[1]] = SkipReason.Blocked,
                [batch.Recipients[3]] = SkipReason.Unsubscribed,
            },
            default
        );
        Assert.Null(
            await house.Skips.SkipAsync(single, new Dictionary<string, SkipReason> { [single.Recipients[0]] = SkipReason.NotMine }, default)
        );

        Assert.Equal([batch.Recipients[0], batch.Recipients[2], batch.Recipients[4]], rest!.Recipients);
        Assert.Equal(new Tally { Waiting = 3, Skipped = 3 }, await house.Deliveries.TallyAsync(id, default));
        Assert.Equal(
            new Dictionary<SkipReason, long>
            {
                [SkipReason.Blocked] = 1,
                [SkipReason.Unsubscribed] = 1,
                [SkipReason.NotMine] = 1,
            },
            await house.Deliveries.SkippedAsync(id, default)
        );
        Assert.Empty(await house.Settlements.SettleAsync([rest.Settled(SettledAs.Accepted)], default));
        Assert.Equal(new Tally { Accepted = 3, Skipped = 3 }, await house.Deliveries.TallyAsync(id, default));

        var other = await house.SendingAsync(Given.Singles(6, 2));
        var tallies = await house.Deliveries.TalliesAsync([other, id, 99], default);
        Assert.Equal(
            [new Tally { Waiting = 2 }, new Tally { Accepted = 3, Skipped = 3 }, new Tally()],
            [tallies[other].Tally, tallies[id].Tally, tallies[99].Tally]
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Who_has_lost_the_claim_or_may_have_sent_takes_nobody_out(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Batch(0, 5));
        var zombie = Assert.Single(await house.ClaimAsync(kind: RequestKind.Batch, lease: Given.Gone));
        Assert.Single(await house.Queue.BeginAsync([zombie], Given.Gone, default));
        await house.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        var living = Assert.Single(await house.ClaimAsync(kind: RequestKind.Batch));
        var someone = new Dictionary<string, SkipReason> { [zombie.Recipients[0]] = SkipReason.Blocked };

        Assert.Null(await house.Skips.SkipAsync(zombie, someone, default));
        Assert.Same(living, await house.Skips.SkipAsync(living, someone, default));
        Assert.Equal(new Tally { Waiting = 5 }, await house.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_split_request_counts_nothing_and_its_parts_count_all(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Batch(0, 5));
        var whole = Assert.Single(await house.ClaimAsync(kind: RequestKind.Batch));
        NewRequest Part(params string[] users) =>
            new(Guid.CreateVersion7(), whole.Account, RequestKind.Batch, whole.Class, users, null, true, whole.ExpiresAt);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            house.Settlements.SplitAsync(whole, [Part([.. whole.Recipients.Skip(1)])], default)
        );
        Assert.True(
            await house.Settlements.SplitAsync(whole, [Part([.. whole.Recipients.Take(2)]), Part([.. whole.Recipients.Skip(2)])], default)
        );
        Assert.False(await house.Settlements.SplitAsync(whole, [Part([.. whole.Recipients])], default));

        Assert.Equal(new Tally { Waiting = 5 }, await house.Deliveries.TallyAsync(id, default));
        Assert.Single(await house.Settlements.SettleAsync([whole.Settled(SettledAs.Accepted)], default));
        var parts = await house.ClaimAsync(kind: RequestKind.Batch);
        Assert.Equal(whole.Recipients.Order(), parts.SelectMany(part => part.Recipients).Order());
        await house.Settlements.SettleAsync(
            [.. parts.Select(part => part.Settled(part.Recipients.Count == 2 ? SettledAs.Accepted : SettledAs.Refused))],
            default
        );
        Assert.Equal(new Tally { Accepted = 2, Refused = 3 }, await house.Deliveries.TallyAsync(id, default));
        Assert.Equal(
            whole.Recipients.Skip(2).Order(),
            (await house.Deliveries.DeliveriesAsync(id, DeliveryState.Refused, 0, 10, default)).Select(delivery => delivery.Customer.UserId)
        );
    }
}
