using CsCheck;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed partial class ConservationTests
{
    private sealed class Teller(LedgerFixture ledger, AccountKey account)
    {
        private readonly HashSet<string> chosen = [];
        private readonly HashSet<Guid> accepted = [];

        /// <summary>A call of them may have left, and nobody has said that it did not: never again to be claimed.</summary>
        private readonly HashSet<Guid> begun = [];
        private readonly List<ClaimedRequest> inHand = [];
        private readonly List<ClaimedRequest> old = [];
        private readonly List<LaunchPage> pages = [];
        private LaunchLease lease = null!;
        private DateTimeOffset now = Given.Now;
        private int users;

        public async Task BeginAsync()
        {
            var campaign = await ledger.ScheduledAsync();
            lease = (await ledger.Launches.BeginLaunchAsync(campaign.Id, "node", Given.Lease, now, default))!;
        }

        public async Task DoAsync(Step step, Random dice)
        {
            switch (step)
            {
                case Step.Singles:
                    await AppendAsync(Given.Singles(users, dice.Next(1, 5), Cursor(), dice.Next(3) > 0, account));
                    break;
                case Step.Batch:
                    await AppendAsync(At(Given.Batch(users, dice.Next(1, 9), Cursor(), dice.Next(2, 6), dice.Next(3) > 0)));
                    break;
                case Step.Skipped:
                    await AppendAsync(At(Given.Skipped(users, dice.Next(1, 4), (SkipReason)dice.Next(1, 6), Cursor())));
                    break;
                case Step.Again when pages.Count > 0:
                    await AppendAsync(Renewed(pages[dice.Next(pages.Count)]));
                    break;
                case Step.TakeOver:
                    lease = await ledger.Launches.BeginLaunchAsync(
                        lease.Campaign,
                        "other",
                        dice.Next(2) == 0 ? Given.Gone : Given.Lease,
                        now,
                        default
                    ) ?? lease;
                    break;
                case Step.Finish:
                    await ledger.Launches.FinishLaunchAsync(lease, default);
                    break;
                case Step.Claim or Step.ClaimAndVanish:
                    var life = step == Step.Claim ? Given.Lease : Given.Gone;
                    var claimed = await ledger.ClaimAsync(dice.Next(1, 6), life, (RequestKind)dice.Next(2), now: now, account: account);
                    Assert.DoesNotContain(claimed, request => begun.Contains(request.Id));
                    inHand.AddRange(claimed);
                    break;
                case Step.BeginSome:
                    var some = inHand.Where(request => !request.RetrySafe && dice.Next(2) == 0).ToList();
                    begun.UnionWith(await ledger.Queue.BeginAsync(some, dice.Next(2) == 0 ? Given.Lease : Given.Gone, default));
                    break;
                case Step.Settle:
                    await SettleAsync(Take(dice), dice);
                    break;
                case Step.SettleStale when old.Count > 0:
                    await SettleAsync([old[dice.Next(old.Count)]], dice);
                    break;
                case Step.Skip:
                    foreach (var request in Take(dice))
                    {
                        var rest = await ledger.Skips.SkipAsync(
                            request,
                            request.Recipients.Where(_ => dice.Next(2) == 0).ToDictionary(user => user, _ => (SkipReason)dice.Next(1, 6)),
                            default
                        );
                        if (rest is not null)
                            inHand.Add(rest);
                    }
                    break;
                case Step.Split:
                    foreach (var request in Take(dice))
                    {
                        await ledger.Settlements.SplitAsync(
                            request,
                            [
                                .. request
                                    .Recipients.Chunk(dice.Next(1, 3))
                                    .Select(part => new NewRequest(
                                        Guid.CreateVersion7(),
                                        account,
                                        RequestKind.Batch,
                                        request.Class,
                                        part,
                                        null,
                                        request.RetrySafe,
                                        request.ExpiresAt
                                    )),
                            ],
                            default
                        );
                    }
                    break;
                case Step.Release:
                    var back = Take(dice);
                    begun.ExceptWith(back.Select(request => request.Id));
                    await ledger.Queue.ReleaseAsync(back, default);
                    break;
                case Step.Sweep:
                    await ledger.Sweep.SweepAsync(now, dice.Next(4) == 0 ? TimeSpan.Zero : Given.KeyLife, default);
                    await ledger.Campaigns.FinishAsync(now, default);
                    break;
                case Step.Pause:
                    await ledger.Campaigns.PauseAsync(lease.Campaign, await VersionAsync(), default);
                    break;
                case Step.Resume:
                    await ledger.Campaigns.ResumeAsync(lease.Campaign, await VersionAsync(), default);
                    break;
                case Step.Cancel when dice.Next(3) == 0:
                    await ledger.Campaigns.CancelAsync(lease.Campaign, await VersionAsync(), now, default);
                    break;
                case Step.Later:
                    now += TimeSpan.FromMinutes(dice.Next(1, 40));
                    break;
                default:
                    break;
            }
        }

        public async Task CheckAsync()
        {
            var tally = await ledger.Deliveries.TallyAsync(lease.Campaign, default);
            var deliveries = await ledger.Deliveries.DeliveriesAsync(lease.Campaign, DeliveryFilter.All, 0, 1_000, default);
            Assert.Equal(chosen.Order(), deliveries.Select(delivery => delivery.Customer.UserId).Order());
            Assert.Equal(chosen.Count, tally.Chosen);
            foreach (var state in Enum.GetValues<DeliveryState>())
            {
                var seen = deliveries.Count(delivery => delivery.State == state);
                Assert.Equal(seen, Of(tally, state));
                Assert.Equal(seen, (await ledger.Deliveries.DeliveriesAsync(lease.Campaign, state, 0, 1_000, default)).Count);
            }
            Assert.Equal(tally.Skipped, (await ledger.Deliveries.SkippedAsync(lease.Campaign, default)).Values.Sum());
            foreach (var id in accepted)
                Assert.Equal(DeliveryState.Accepted, (await ledger.Replies.FindRequestAsync(id, default))?.State);
        }

        private static long Of(Tally tally, DeliveryState state) =>
            state switch
            {
                DeliveryState.Waiting => tally.Waiting,
                DeliveryState.Accepted => tally.Accepted,
                DeliveryState.Skipped => tally.Skipped,
                DeliveryState.Refused => tally.Refused,
                DeliveryState.Unknown => tally.Unknown,
                DeliveryState.Cancelled => tally.Cancelled,
                _ => tally.Expired,
            };

        private async Task AppendAsync(LaunchPage page)
        {
            if (!await ledger.Launches.AppendAsync(lease, page, default))
                return;
            lease = lease with { Cursor = page.Cursor };
            chosen.UnionWith(page.Deliveries.Select(delivery => delivery.UserId));
            users += page.Deliveries.Count;
            pages.Add(page);
        }

        private async Task SettleAsync(IReadOnlyList<ClaimedRequest> requests, Random dice)
        {
            SettledAs[] ways = [.. Enum.GetValues<SettledAs>(), SettledAs.Accepted, SettledAs.Accepted];
            var settlements = requests
                .Select(request =>
                {
                    var way = ways[dice.Next(ways.Length)];
                    return request.Settled(
                        way,
                        now,
                        way == SettledAs.Skipped ? nameof(SkipReason.Blocked) : "code",
                        dice.Next(2) == 0 ? now + TimeSpan.FromMinutes(1) : null,
                        way == SettledAs.Requeued && dice.Next(2) == 0
                    );
                })
                .ToList();
            begun.ExceptWith(
                settlements
                    .Where(settlement => settlement is { As: SettledAs.Throttled or SettledAs.Requeued, Uncertain: false })
                    .Select(settlement => settlement.Id)
            );
            var missed = await ledger.Settlements.SettleAsync(settlements, default);
            accepted.UnionWith(
                settlements.Except(missed).Where(settlement => settlement.As == SettledAs.Accepted).Select(settlement => settlement.Id)
            );
        }

        private List<ClaimedRequest> Take(Random dice)
        {
            var taken = inHand.Where(_ => dice.Next(2) == 0).ToList();
            inHand.RemoveAll(taken.Contains);
            old.AddRange(taken);
            return taken;
        }

        private async Task<int> VersionAsync() => (await ledger.Campaigns.FindAsync(lease.Campaign, default))!.Version;

        private static string Cursor() => Guid.NewGuid().ToString("N");

        private LaunchPage At(LaunchPage page) =>
            page with
            {
                Deliveries = [.. page.Deliveries.Select(delivery => delivery with { Account = account })],
                Requests = [.. page.Requests.Select(request => request with { Account = account })],
            };

        /// <summary>The same customers under new request ids, as a launcher writes them that begins anew.</summary>
        private static LaunchPage Renewed(LaunchPage page)
        {
            var ids = page.Requests.ToDictionary(request => request.Id, _ => Guid.CreateVersion7());
            return new(
                Cursor(),
                [.. page.Deliveries.Select(delivery => delivery with { Request = delivery.Request is { } id ? ids[id] : null })],
                [.. page.Requests.Select(request => request with { Id = ids[request.Id] })]
            );
        }
    }
}
