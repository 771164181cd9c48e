using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What these tests begin with.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Gone = TimeSpan.Zero;
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(23);
    public static readonly AccountKey Line = new(ChannelId.Line, "U0account");
    public static readonly AccountKey Other = new(ChannelId.Line, "U1account");
    public static readonly StaffMember Mei = new("3F2504E0-4f89-11d3-9a0c-0305e82c3301", "林美", Role.Salesperson, "taipei");
    public static readonly Content Words = new([
        new OutboundMessage.Text("新品到店 👗"),
        new OutboundMessage.Text("{{customer_name}}，歡迎"),
    ]);

    /// <summary>A campaign whose button was pressed, due now, expiring in an hour.</summary>
    public static async Task<Campaign> ScheduledAsync(this LedgerFixture ledger, DateTimeOffset? expiresAt = null)
    {
        var draft = await ledger.Campaigns.DraftAsync(Mei, Audience.All, "zh-TW", Now, default);
        Assert.True(await ledger.Campaigns.EditAsync(draft.Id, draft.Version, Audience.All, Words, default));
        Assert.True(await ledger.Campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(Now, expiresAt ?? Now.AddHours(1), 3), default));
        return (await ledger.Campaigns.FindAsync(draft.Id, default))!;
    }

    /// <summary>A campaign in the middle of its launch, with these pages written.</summary>
    public static async Task<LaunchLease> LaunchingAsync(this LedgerFixture ledger, params LaunchPage[] pages)
    {
        var campaign = await ledger.ScheduledAsync();
        var lease = (await ledger.Launches.BeginLaunchAsync(campaign.Id, "node", Lease, Now, default))!;
        foreach (var page in pages)
        {
            Assert.True(await ledger.Launches.AppendAsync(lease, page, default));
            lease = lease with { Cursor = page.Cursor };
        }
        return lease;
    }

    /// <summary>A campaign that is sending.</summary>
    public static async Task<long> SendingAsync(this LedgerFixture ledger, params LaunchPage[] pages)
    {
        var lease = await ledger.LaunchingAsync(pages);
        Assert.True(await ledger.Launches.FinishLaunchAsync(lease, default));
        return lease.Campaign;
    }

    /// <summary>One request to each.</summary>
    public static LaunchPage Singles(
        int from,
        int count,
        string? cursor = "next",
        bool retrySafe = true,
        AccountKey? account = null,
        DateTimeOffset? expiresAt = null
    )
    {
        var requests = new List<NewRequest>();
        var deliveries = new List<NewDelivery>();
        foreach (var user in Users(from, count))
        {
            var request = new NewRequest(
                Guid.CreateVersion7(),
                account ?? Line,
                RequestKind.Single,
                RequestClass.Staff,
                [user],
                null,
                retrySafe,
                expiresAt ?? Now.AddHours(1)
            );
            requests.Add(request);
            deliveries.Add(new(request.Account, user, $"顧客 {user}", request.Id, null));
        }
        return new(cursor, deliveries, requests);
    }

    /// <summary>One request to all.</summary>
    public static LaunchPage Batch(int from, int count, string? cursor = "next", int size = 500, bool retrySafe = true)
    {
        var requests = new List<NewRequest>();
        var deliveries = new List<NewDelivery>();
        foreach (var users in Users(from, count).Chunk(size))
        {
            var request = new NewRequest(
                Guid.CreateVersion7(),
                Line,
                RequestKind.Batch,
                RequestClass.Staff,
                users,
                null,
                retrySafe,
                Now.AddHours(1)
            );
            requests.Add(request);
            deliveries.AddRange(users.Select(user => new NewDelivery(Line, user, "顧客", request.Id, null)));
        }
        return new(cursor, deliveries, requests);
    }

    public static LaunchPage Skipped(int from, int count, SkipReason reason, string? cursor = "next") =>
        new(cursor, [.. Users(from, count).Select(user => new NewDelivery(Line, user, null, null, reason))], []);

    public static IEnumerable<string> Users(int from, int count) =>
        Enumerable
            .Range(from, count)
            .Select(number => $"U{number * 2654435761L % 4294967296L:x8}{number:x24}")
            .Order(StringComparer.Ordinal);

    public static NewRequest Reply(Guid? id = null, AccountKey? account = null, DateTimeOffset? expiresAt = null) =>
        NewRequest.Reply(id ?? Guid.NewGuid(), new(account ?? Line, "U1"), Words, retrySafe: true, expiresAt ?? Now.AddHours(1));

    public static QueueKey Queue(RequestClass cls = RequestClass.Staff) => new(Line, RequestKind.Single, cls);

    public static ClaimTerms Terms(DateTimeOffset? now = null, TimeSpan? keyed = null) => new("node", Lease, now ?? Now, keyed);

    public static Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(
        this LedgerFixture ledger,
        int most = 1_000,
        TimeSpan? lease = null,
        RequestKind kind = RequestKind.Single,
        RequestClass cls = RequestClass.Staff,
        DateTimeOffset? now = null,
        AccountKey? account = null
    ) => ledger.Queue.ClaimAsync(new(account ?? Line, kind, cls), most, new("node", lease ?? Lease, now ?? Now), default);

    public static Settlement Settled(
        this ClaimedRequest request,
        SettledAs @as,
        DateTimeOffset? at = null,
        string? code = null,
        DateTimeOffset? notBefore = null,
        bool uncertain = false
    ) => new(request.Id, request.Epoch, @as, at ?? Now, code, null, null, notBefore, uncertain);
}
