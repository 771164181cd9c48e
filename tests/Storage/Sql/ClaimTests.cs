using System.Collections.Concurrent;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class ClaimTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Many_who_claim_at_once_never_share_a_request(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 3_000));
        var claimed = new ConcurrentBag<Guid>();

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (await ledger.ClaimAsync(97) is { Count: > 0 } some)
                            foreach (var request in some)
                                claimed.Add(request.Id);
                    })
                )
        );

        Assert.Equal(3_000, claimed.Count);
        Assert.Equal(3_000, claimed.Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_stores_whose_send_window_is_shut_nothing_is_claimed_but_what_a_manager_lets_out(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 8));
        var store = (await ledger.Campaigns.FindAsync(id, default))!.Store;
        Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(OpenStores open) =>
            ledger.Queue.ClaimAsync(Given.Queue(), 2, Given.Terms() with { Open = open }, default);

        Assert.Empty(await ClaimAsync(new(false, [])));
        Assert.Empty(await ClaimAsync(new(false, ["elsewhere"])));
        Assert.Empty(await ClaimAsync(new(true, ["elsewhere", store])));
        Assert.Equal(2, (await ClaimAsync(new(true, ["elsewhere"]))).Count);
        Assert.Equal(2, (await ClaimAsync(new(false, ["elsewhere", store]))).Count);
        // Neither does it go on with what it had begun with.
        Assert.Empty(await ClaimAsync(new(false, [])));
        await ledger.Database.ExecuteAsync("update campaigns set window_reason = 'tonight'", default);
        Assert.Equal(2, (await ClaimAsync(new(false, []))).Count);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Only_what_may_be_sent_now_is_claimed(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 2));
        await ledger.SendingAsync(Given.Singles(0, 2, account: Given.Other));

        Assert.Empty(await ledger.ClaimAsync(kind: RequestKind.Batch));
        Assert.Empty(await ledger.ClaimAsync(cls: RequestClass.Headquarters));
        Assert.Empty(await ledger.ClaimAsync(now: Given.Now.AddHours(1)));
        await ledger.Holds.HoldAsync(Given.Line, HoldReason.Quota, Given.Now.AddMinutes(1), "used up", default);
        Assert.Empty(await ledger.ClaimAsync());
        Assert.Equal([new Hold(Given.Line, HoldReason.Quota, Given.Now.AddMinutes(1), "used up")], await ledger.Holds.HoldsAsync(default));
        Assert.Equal(2, (await ledger.ClaimAsync(account: Given.Other)).Count);
        Assert.Single(await ledger.ClaimAsync(1, now: Given.Now.AddMinutes(1)));
        await ledger.Holds.LiftAsync(Given.Line, default);
        Assert.True(await ledger.Campaigns.PauseAsync(id, 3, default));
        Assert.Empty(await ledger.ClaimAsync());
        Assert.True(await ledger.Campaigns.ResumeAsync(id, 4, default));
        Assert.Single(await ledger.ClaimAsync());
        Assert.Empty(await ledger.ClaimAsync());
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_is_under_way_stays_claimed(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 2, retrySafe: false));
        var claimed = await ledger.ClaimAsync();
        await ledger.Queue.BeginAsync(claimed, Given.Lease, default);
        Assert.Empty(await ledger.Settlements.SettleAsync([claimed[0].Settled(SettledAs.UnderWay)], default));
        Assert.Empty(await ledger.ClaimAsync());
        Assert.Empty(
            await ledger.Settlements.SettleAsync([claimed[0].Settled(SettledAs.Accepted), claimed[1].Settled(SettledAs.Accepted)], default)
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_reply_is_queued_once_and_needs_no_campaign(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = Guid.NewGuid();
        Task<bool> Press() => ledger.Replies.AddReplyAsync(Given.Reply(id, expiresAt: Given.Now.AddMinutes(10)), Given.Mei.Id, default);

        var pressed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(Press)));

        Assert.Single(pressed, first => first);
        Assert.Equal(new RequestStatus(id, DeliveryState.Waiting, null, null), await ledger.Replies.FindRequestAsync(id, default));
        var reply = Assert.Single(await ledger.ClaimAsync(cls: RequestClass.Reply));
        Assert.Equal(
            (id, (long?)null, Given.Words, 1, false, true),
            (reply.Id, reply.Campaign, reply.Content, reply.Attempts, reply.Uncertain, reply.RetrySafe)
        );
        Assert.Equal(["U1"], reply.Recipients);
        Assert.Equal(Given.Now, reply.FirstAttemptAt);
        Assert.Empty(
            await ledger.Settlements.SettleAsync([reply.Settled(SettledAs.Refused, code: "400") with { Reason = "no such user" }], default)
        );
        Assert.Equal(
            new RequestStatus(id, DeliveryState.Refused, "400", "no such user"),
            await ledger.Replies.FindRequestAsync(id, default)
        );
        Assert.Null(await ledger.Replies.FindRequestAsync(Guid.NewGuid(), default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Only_the_latest_claim_can_settle(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 1));
        var zombie = Assert.Single(await ledger.ClaimAsync(lease: Given.Gone));
        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.Single(await ledger.Settlements.SettleAsync([zombie.Settled(SettledAs.Refused)], default));
        var living = Assert.Single(await ledger.ClaimAsync());
        Assert.True(living.Uncertain);
        Assert.Equal(2, living.Attempts);

        var missed = await ledger.Settlements.SettleAsync([zombie.Settled(SettledAs.Refused), living.Settled(SettledAs.Accepted)], default);

        Assert.Equal([zombie.Epoch], missed.Select(settlement => settlement.Epoch));
        Assert.Equal(DeliveryState.Accepted, (await ledger.Replies.FindRequestAsync(living.Id, default))!.State);
        Assert.Single(await ledger.Settlements.SettleAsync([living.Settled(SettledAs.Refused)], default));
        Assert.Equal(DeliveryState.Accepted, (await ledger.Replies.FindRequestAsync(living.Id, default))!.State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_was_not_attempted_goes_back_and_does_not_count(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 3));
        var claimed = await ledger.ClaimAsync();
        await ledger.Queue.ReleaseAsync([claimed[0]], default);
        await ledger.Settlements.SettleAsync(
            [
                claimed[1].Settled(SettledAs.Throttled, notBefore: Given.Now.AddSeconds(5)),
                claimed[2].Settled(SettledAs.Requeued, notBefore: Given.Now.AddSeconds(9)),
            ],
            default
        );

        var released = Assert.Single(await ledger.ClaimAsync(now: Given.Now.AddSeconds(4)));
        Assert.Equal((claimed[0].Id, 1, Given.Now.AddSeconds(4)), (released.Id, released.Attempts, released.FirstAttemptAt));
        var throttled = Assert.Single(await ledger.ClaimAsync(now: Given.Now.AddSeconds(5)));
        Assert.Equal((claimed[1].Id, 1), (throttled.Id, throttled.Attempts));
        var requeued = Assert.Single(await ledger.ClaimAsync(now: Given.Now.AddSeconds(9)));
        Assert.Equal((claimed[2].Id, 2, false, Given.Now), (requeued.Id, requeued.Attempts, requeued.Uncertain, requeued.FirstAttemptAt));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_may_have_arrived_is_never_called_cancelled_expired_or_skipped(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 6), Given.Singles(6, 1, retrySafe: false));
        var claimed = await ledger.ClaimAsync();
        var unsafely = claimed.Single(request => !request.RetrySafe);
        await ledger.Settlements.SettleAsync([.. claimed.Select(request => request.Settled(SettledAs.Requeued, uncertain: true))], default);
        Assert.Equal(DeliveryState.Unknown, (await ledger.Replies.FindRequestAsync(unsafely.Id, default))!.State);
        claimed = await ledger.ClaimAsync();
        Assert.Equal(6, claimed.Count);
        Assert.All(claimed, request => Assert.True(request.Uncertain));

        (SettledAs As, DeliveryState End)[] ways =
        [
            (SettledAs.Cancelled, DeliveryState.Unknown),
            (SettledAs.Expired, DeliveryState.Unknown),
            (SettledAs.Skipped, DeliveryState.Unknown),
            (SettledAs.Refused, DeliveryState.Refused),
            (SettledAs.Accepted, DeliveryState.Accepted),
            (SettledAs.Unknown, DeliveryState.Unknown),
        ];
        await ledger.Settlements.SettleAsync([.. claimed.Zip(ways, (request, way) => request.Settled(way.As))], default);
        foreach (var (request, way) in claimed.Zip(ways))
            Assert.Equal(way.End, (await ledger.Replies.FindRequestAsync(request.Id, default))!.State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task The_depth_is_what_waits_and_what_is_on_its_way(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 10), Given.Batch(10, 1_000));
        await ledger.Replies.AddReplyAsync(Given.Reply(account: Given.Other), null, default);
        await ledger.Settlements.SettleAsync(
            [.. (await ledger.ClaimAsync(2)).Select(request => request.Settled(SettledAs.Accepted))],
            default
        );
        await ledger.ClaimAsync(3);

        Assert.Equal(
            [
                new(new(Given.Line, RequestKind.Single, RequestClass.Staff), 5, 3),
                new QueueDepth(new(Given.Line, RequestKind.Batch, RequestClass.Staff), 2, 0),
                new(new(Given.Other, RequestKind.Single, RequestClass.Reply), 1, 0),
            ],
            (await ledger.Queue.DepthAsync(default)).OrderBy(depth => depth.Queue.Account.Id).ThenBy(depth => depth.Queue.Kind)
        );
    }
}
