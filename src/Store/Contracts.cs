// TEMPORARY: stands in until the store's own files arrive; then this file goes.
#pragma warning disable
using System.Data.Common;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Store.Present
{
    public sealed record Applied(bool Fresh, string? Assignee, bool NewCustomer);
    public enum Transition { Done, AlreadySo, TakenByAnother, NotMine, NotFound, WrongState }
    public sealed record CustomerPage(IReadOnlyList<Customer> Customers, string? Next);
    public sealed class Conversations
    {
        public Task<Customer?> FindAsync(CustomerKey key) => throw new NotSupportedException();
        public Task<IReadOnlyDictionary<CustomerKey, Customer>> FindAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken ct) => throw new NotSupportedException();
        public Task<CustomerPage> PageMineAsync(AccountKey account, string staffId, string? cursor, int size, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Customer>> PendingAsync(AccountKey account, int most, CancellationToken ct) => throw new NotSupportedException();
        public Task<long> CountMineAsync(AccountKey account, string staffId, CancellationToken ct) => throw new NotSupportedException();
        public Task<long> CountPendingAsync(AccountKey account, CancellationToken ct) => throw new NotSupportedException();
        public Task<Transition> TakeAsync(CustomerKey key, string staffId, DateTimeOffset at) => throw new NotSupportedException();
        public Task<Transition> CloseAsync(CustomerKey key, string staffId, DateTimeOffset at) => throw new NotSupportedException();
        public Task<Transition> ReopenAsync(CustomerKey key, string staffId, DateTimeOffset at) => throw new NotSupportedException();
        public Task TagAsync(CustomerKey key, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove) => throw new NotSupportedException();
        public Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync(CustomerKey key, int most) => throw new NotSupportedException();
        public Task AddStaffMessageAsync(CustomerKey key, string entryId, string staffId, string text, DateTimeOffset at) => throw new NotSupportedException();
        public Task<IReadOnlyCollection<string>> ChangedSinceAsync(AccountKey account, DateTimeOffset since, CancellationToken ct) => throw new NotSupportedException();
    }
    public readonly record struct PaceGrant(TimeSpan Delay, TimeSpan Interval, int Count);
    public sealed class Pace
    {
        public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(25);
        public Task<PaceGrant> ReserveAsync(string key, int perSecond, int most, CancellationToken ct) => throw new NotSupportedException();
        public Task PushBackAsync(string key, TimeSpan wait) => throw new NotSupportedException();
    }
    public sealed class Nudges { public Task SendAsync(string topic) => throw new NotSupportedException(); public IDisposable Listen(Action<string> onTopic) => throw new NotSupportedException(); }
}

namespace OmoBroadcast.Store.Promises
{
    public sealed class Campaigns
    {
        public Task<Campaign> DraftAsync(StaffMember sender, Audience audience, string locale, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
        public Task<Campaign?> FindAsync(long id, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> EditAsync(long id, int version, Audience audience, Content content, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> ScheduleAsync(long id, int version, DateTimeOffset dueAt, DateTimeOffset expiresAt, int promised, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> PauseAsync(long id, int version, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> ResumeAsync(long id, int version, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> CancelAsync(long id, int version, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Campaign>> DueAsync(DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Campaign>> ListAsync(string? sender, IReadOnlyList<string>? stores, int skip, int take, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<long>> FinishAsync(DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
    }
    public sealed record LaunchLease(long Campaign, long Epoch, string? Cursor);
    public enum RequestKind { Single = 0, Batch = 1 }
    public enum RequestClass { Reply = 0, Staff = 1, Headquarters = 2 }
    public sealed record NewRequest(Guid Id, AccountKey Account, RequestKind Kind, RequestClass Class, IReadOnlyList<string> Recipients, Content? Content, bool RetrySafe, DateTimeOffset ExpiresAt);
    public sealed record NewDelivery(AccountKey Account, string UserId, string? Name, Guid? Request, SkipReason? Skip);
    public sealed record LaunchPage(string? Cursor, IReadOnlyList<NewDelivery> Deliveries, IReadOnlyList<NewRequest> Requests);
    public sealed record ClaimedRequest(Guid Id, long? Campaign, AccountKey Account, RequestKind Kind, RequestClass Class, IReadOnlyList<string> Recipients, Content? Content, int Attempts, bool Uncertain, DateTimeOffset? FirstAttemptAt, DateTimeOffset ExpiresAt, long Epoch, bool RetrySafe, DateTimeOffset CreatedAt);
    public sealed record Settlement(Guid Id, long Epoch, SettledAs As, DateTimeOffset At, string? Code = null, string? Reason = null, string? PlatformId = null, DateTimeOffset? NotBefore = null, bool Uncertain = false);
    public enum SettledAs { Accepted, Refused, Unknown, Expired, Cancelled, Skipped, Requeued, Throttled }
    public sealed record SweepResult(int Requeued, int Unknown, int Expired, int Cancelled);
    public sealed record RequestStatus(Guid Id, DeliveryState State, string? Code, string? Reason);
    public sealed record Delivery(CustomerKey Customer, string? Name, DeliveryState State, SkipReason? Skip, string? Code, string? Reason, DateTimeOffset? SettledAt);
    public sealed record QueueDepth(AccountKey Account, RequestClass Class, RequestKind Kind, long Queued, long Claimed);
    public enum HoldReason { Quota, Token }
    public sealed record Hold(AccountKey Account, HoldReason Reason, DateTimeOffset Until, string Detail);
    public sealed class Ledger
    {
        public Task<LaunchLease?> BeginLaunchAsync(long campaign, string owner, TimeSpan lease, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> AppendAsync(LaunchLease lease, LaunchPage page, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> FinishLaunchAsync(LaunchLease lease, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(AccountKey account, RequestKind kind, RequestClass cls, int most, string owner, TimeSpan lease, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Settlement>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken ct) => throw new NotSupportedException();
        public Task<ClaimedRequest?> SkipAsync(ClaimedRequest request, IReadOnlyDictionary<string, SkipReason> gone, CancellationToken ct) => throw new NotSupportedException();
        public Task SplitAsync(ClaimedRequest request, IReadOnlyList<NewRequest> parts, CancellationToken ct) => throw new NotSupportedException();
        public Task ReleaseAsync(IReadOnlyList<ClaimedRequest> claimed, CancellationToken ct) => throw new NotSupportedException();
        public Task<SweepResult> SweepAsync(DateTimeOffset now, TimeSpan retryKeyLifetime, CancellationToken ct) => throw new NotSupportedException();
        public Task<bool> AddReplyAsync(Guid id, AccountKey account, string userId, Content content, string? staffId, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct) => throw new NotSupportedException();
        public Task<RequestStatus?> FindRequestAsync(Guid id, CancellationToken ct) => throw new NotSupportedException();
        public Task<Tally> TallyAsync(long campaign, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyDictionary<SkipReason, long>> SkippedAsync(long campaign, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Delivery>> DeliveriesAsync(long campaign, DeliveryState? state, int skip, int take, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<QueueDepth>> DepthAsync(CancellationToken ct) => throw new NotSupportedException();
        public Task HoldAsync(AccountKey account, HoldReason reason, DateTimeOffset until, string detail, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyList<Hold>> HoldsAsync(CancellationToken ct) => throw new NotSupportedException();
    }
    public sealed class Suppressions
    {
        public Task<IReadOnlyDictionary<CustomerKey, IReadOnlyList<SuppressionKind>>> FindAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken ct) => throw new NotSupportedException();
        public Task<IReadOnlyCollection<string>> ChangedSinceAsync(AccountKey account, DateTimeOffset since, CancellationToken ct) => throw new NotSupportedException();
    }
    public sealed class StaffDirectory { public Task<StaffMember?> FindAsync(string id, CancellationToken ct) => throw new NotSupportedException(); }
}
