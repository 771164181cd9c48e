using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>待處理, 我的事件 and 已結束, and what is done to several conversations at once.</summary>
public sealed class InboxDesk(Conversations conversations, StaffDirectory directory, Roster roster, Node node)
{
    /// <summary>How many are taken by one press at most.</summary>
    public const int MostTaken = 1_000;

    private const int AtOnce = 100,
        PageSize = 500;

    /// <summary>How many can be passed on at once.</summary>
    public const int MostPassed = 20;

    private readonly Dictionary<ChannelId, TimeSpan> windows = roster
        .Accounts.Select(account => account.Key.Channel)
        .Distinct()
        .Where(channel => roster[channel].Limits.Window is not null)
        .ToDictionary(channel => channel, channel => roster[channel].Limits.Window!.Value);

    /// <summary>待處理, the longest waiting first.</summary>
    public Task<Answer<ConversationList>> PendingAsync(StaffMember me, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync(me, async () =>
        {
            var total = 0L;
            var waiting = new List<Customer>();
            foreach (var account in roster.Accounts)
            {
                total += await conversations.CountPendingAsync(account.Key, cancellationToken);
                waiting.AddRange(await conversations.PendingAsync(account.Key, skip + take, cancellationToken));
            }

            return Page(waiting.OrderBy(customer => customer.WaitingSince ?? DateTimeOffset.MaxValue), total, skip, take);
        });

    /// <summary>我的事件 (in progress), the latest message first.</summary>
    public Task<Answer<ConversationList>> MineAsync(StaffMember me, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync(me, () => OfAsync(me.Id, skip, take, cancellationToken));

    /// <summary>已結束: those that I closed, the latest first.</summary>
    public Task<Answer<ConversationList>> ClosedAsync(StaffMember me, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync(me, async () =>
        {
            var closed = new List<Customer>();
            // One more than shown tells whether there is another page.
            foreach (var account in roster.Accounts)
                closed.AddRange(await conversations.ClosedAsync(account.Key, me.Id, Reach(skip, take) + 1, cancellationToken));
            return Page(closed.OrderByDescending(customer => customer.ClosedAt ?? DateTimeOffset.MinValue), closed.Count, skip, take);
        });

    /// <summary>How many wait.</summary>
    public Task<Answer<long>> CountPendingAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AskAsync<long>(me, async () =>
        {
            var total = 0L;
            foreach (var account in roster.Accounts)
                total += await conversations.CountPendingAsync(account.Key, cancellationToken);
            return new Answer<long>.Ok(total);
        });

    /// <summary>跟進 all that wait, up to <see cref="MostTaken"/>.</summary>
    public Task<Answer<TakenTogether>> TakeAllAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AskAsync<TakenTogether>(me, async () =>
        {
            // To the millisecond, as it is stored: by it they are known when they are given back.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(node.Now.ToUnixTimeMilliseconds());
            var taken = 0;
            foreach (var account in roster.Accounts)
            {
                var waiting = await conversations.PendingAsync(account.Key, MostTaken - taken, cancellationToken);
                foreach (var some in waiting.Chunk(AtOnce))
                {
                    var transitions = await Task.WhenAll(some.Select(customer => conversations.TakeAsync(customer.Key, me.Id, now)));
                    taken += transitions.Count(transition => transition == Transition.Done);
                }
            }

            return new Answer<TakenTogether>.Ok(new(taken, now));
        });

    /// <summary>放回 those that this person took at that moment, and neither answered nor passed on since; answers how many wait
    /// again.</summary>
    public Task<Answer<int>> GiveBackAsync(StaffMember me, DateTimeOffset takenAt, CancellationToken cancellationToken) =>
        Permissions.AskAsync<int>(me, async () =>
        {
            var back = 0;
            foreach (var account in roster.Accounts)
            {
                foreach (var some in (await TakenAsync(account.Key, me.Id, takenAt, cancellationToken)).Chunk(AtOnce))
                {
                    var transitions = await Task.WhenAll(
                        some.Select(customer => conversations.GiveBackAsync(customer, me.Id, takenAt, node.Now))
                    );
                    back += transitions.Count(transition => transition == Transition.Done);
                }
            }

            return new Answer<int>.Ok(back);
        });

    /// <summary>To whom one's conversations can be passed: who sells in the same store.</summary>
    public Task<Answer<IReadOnlyList<StaffMember>>> ColleaguesAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AskAsync<IReadOnlyList<StaffMember>>(me, async () =>
            new Answer<IReadOnlyList<StaffMember>>.Ok([
                .. (await directory.OfStoreAsync(me.Store, cancellationToken)).Where(other => other.MayBroadcast && !other.Is(me.Id)),
            ])
        );

    /// <summary>移轉 to a colleague: those of the conversations that are mine, each by itself. Answers how many.</summary>
    public Task<Answer<BindingTransfer>> PassAsync(
        StaffMember me,
        IReadOnlyCollection<CustomerKey> customers,
        string colleague,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<BindingTransfer>(me, async () =>
        {
            if (customers.Count == 0)
                return new Answer<BindingTransfer>.Invalid("customers", "pass.nobody");
            if (customers.Count > MostPassed)
                return new Answer<BindingTransfer>.Invalid("customers", "pass.too_many", MostPassed);
            var to = await directory.FindAsync(colleague, cancellationToken);
            if (to is null || !to.MayBroadcast || to.Store != me.Store || to.Is(me.Id))
                return new Answer<BindingTransfer>.Invalid("colleague", "binding.colleague");
            var passed = await Task.WhenAll(
                customers.Distinct().Where(Known).Select(customer => conversations.PassAsync(customer, me.Id, to.Id, node.Now))
            );
            return new Answer<BindingTransfer>.Ok(new(passed.Count(transition => transition == Transition.Done), to));
        });

    /// <summary>A page of somebody's conversations in progress, whoever asks.</summary>
    internal async Task<Answer<ConversationList>> OfAsync(string staffId, int skip, int take, CancellationToken cancellationToken)
    {
        var total = 0L;
        var theirs = new List<Customer>();
        foreach (var account in roster.Accounts)
        {
            total += await conversations.CountMineAsync(account.Key, staffId, cancellationToken);
            theirs.AddRange(await conversations.NewestMineAsync(account.Key, staffId, Reach(skip, take), cancellationToken));
        }

        return Page(theirs.OrderByDescending(customer => customer.LastMessageAt ?? DateTimeOffset.MinValue), total, skip, take);
    }

    // All of them first: what is given back leaves the pages.
    private async Task<List<CustomerKey>> TakenAsync(
        AccountKey account,
        string staffId,
        DateTimeOffset takenAt,
        CancellationToken cancellationToken
    )
    {
        var taken = new List<CustomerKey>();
        string? cursor = null;
        do
        {
            var page = await conversations.PageMineAsync(account, staffId, cursor, PageSize, cancellationToken);
            taken.AddRange(page.Customers.Where(customer => customer.DecidedAt == takenAt).Select(customer => customer.Key));
            cursor = page.Next;
        } while (cursor is not null);
        return taken;
    }

    private static int Reach(int skip, int take) => (int)Math.Min((long)skip + take, 100_000);

    private Answer<ConversationList> Page(IEnumerable<Customer> ordered, long total, int skip, int take) =>
        new Answer<ConversationList>.Ok(PageOf(ordered, total, skip, take));

    internal ConversationList PageOf(IEnumerable<Customer> ordered, long total, int skip, int take) =>
        new([.. ordered.Skip(skip).Take(take)], total, skip) { Windows = windows, Accounts = roster.Siblings };

    private bool Known(CustomerKey customer) => roster.Accounts.Any(account => account.Key == customer.Account);
}

/// <summary>Conversations that became somebody's by one press.</summary>
/// <param name="At">By which they are known.</param>
public sealed record TakenTogether(int Count, DateTimeOffset At);
