using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class RetryTests
{
    /// <summary>A finished campaign: one has it, one was refused for a while, one's time ran out, one cannot be written to, one is
    /// unknown.</summary>
    private static async Task<long> LedgerAsync(
        TeamsFace teams,
        AccountKey account,
        IReadOnlyList<string> users,
        params (SettledAs As, string? Code)[] ends
    )
    {
        if (ends.Length == 0)
            ends = Ends;
        var (campaigns, now) = (teams.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(Staff.Seller, Audience.All, "en-US", now, default);
        Assert.True(
            await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text("您好")]), default)
        );
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), users.Count), default)
        );
        var lease = (
            await teams.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default)
        )!;
        // The house's own lanes get nothing of it: for them the account is held, and for a claim of two hours later it is not.
        await teams.Get<Holds>().HoldAsync(account, HoldReason.Token, now.AddHours(1), "", default);
        var requests = users
            .Select(user => new NewRequest(
                Guid.CreateVersion7(),
                account,
                RequestKind.Single,
                RequestClass.Staff,
                [user],
                null,
                RetrySafe: false,
                now.AddHours(9)
            ))
            .ToList();
        Assert.True(
            await teams
                .Get<LaunchWriter>()
                .AppendAsync(
                    lease,
                    new(
                        "end",
                        [.. requests.Select(request => new NewDelivery(account, request.Recipients[0], null, request.Id, null))],
                        requests
                    ),
                    default
                )
        );
        IReadOnlyList<ClaimedRequest> claimed = await Until.SeenAsync(
            "the claim",
            TimeSpan.FromSeconds(20),
            () =>
                teams
                    .Get<RequestQueue>()
                    .ClaimAsync(
                        new(account, RequestKind.Single, RequestClass.Staff),
                        users.Count,
                        new("test", TimeSpan.FromMinutes(1), now.AddHours(2)),
                        default
                    ),
            claimed => claimed.Count == users.Count
        );
        Settlement Ended(int user) =>
            claimed
                .Where(one => one.Recipients[0] == users[user])
                .Select(one => new Settlement(one.Id, one.Epoch, ends[user].As, now, ends[user].Code))
                .Single();
        Assert.Empty(await teams.Get<Settlements>().SettleAsync([.. Enumerable.Range(0, ends.Length).Select(Ended)], default));
        Assert.True(await teams.Get<LaunchWriter>().FinishLaunchAsync(lease with { Cursor = "end" }, default));
        await teams.Get<Holds>().LiftAsync(account, default);
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => campaigns.FindAsync(draft.Id, default),
            campaign => campaign!.State == CampaignState.Done
        );
        return draft.Id;
    }

    /// <summary>Messenger with five customers who are the seller's, and broadcasts to them that have ended.</summary>
    public sealed class Finished : IAsyncLifetime
    {
        private ConnectorStub stub = null!;

        internal Graph Graph { get; private set; } = null!;

        internal TeamsFace Teams { get; private set; } = null!;

        internal AccountKey Account => new(ChannelId.Messenger, Graph.Id);

        internal string[] Users { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Graph = await Graph.StartAsync("messenger", customers: 5);
            stub = await ConnectorStub.StartAsync();
            Teams = await TeamsFace.OpenAsync(stub, Graph.Settings("粉專"));
            Users = await Graph.CustomersAsync();
            foreach (var user in Users)
                await Teams.Customers.TakenAsync(new(Account, user), Staff.Seller);
        }

        public async ValueTask DisposeAsync()
        {
            await Teams.DisposeAsync();
            await stub.DisposeAsync();
            await Graph.DisposeAsync();
        }

        /// <summary>One has it, one was refused for a while, one's time ran out, one cannot be written to, one is unknown.</summary>
        internal Task<long> CampaignAsync() => LedgerAsync(Teams, Account, Users);

        /// <summary>Whom messages reached, in their order.</summary>
        internal async Task<IReadOnlyList<string>> ReachedAsync() =>
            [.. (await Graph.GetAsync("ledger/messages?channel=messenger"))["messages"]!.AsArray().Select(one => (string)one!["to"]!)];
    }
}
