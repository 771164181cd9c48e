using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>What a member of staff does with conversations. Only one's own can be read or answered; those that wait can be seen, and taken, by all who sell.</summary>
public sealed class ConversationDesk(Conversations conversations, Ledger ledger, Roster roster, ContentRules rules, Node node)
{
    public const int MostTags = 20, LongestTag = 30;

    /// <summary>How many are taken by one press at most.</summary>
    public const int MostTaken = 1_000;

    private const int ListReach = 5_000, LastMessages = 10;

    /// <summary>待處理, the longest waiting first.</summary>
    public Task<Answer<ConversationList>> PendingAsync(StaffMember me, int skip, CancellationToken ct) => Guard.AskAsync(me, async () =>
    {
        var total = 0L;
        var waiting = new List<Customer>();
        foreach (var account in roster.Accounts)
        {
            total += await conversations.CountPendingAsync(account.Key, ct);
            waiting.AddRange(await conversations.PendingAsync(account.Key, skip + ConversationList.Size, ct));
        }

        return Page(waiting.OrderBy(customer => customer.LastMessageAt ?? DateTimeOffset.MaxValue), total, skip);
    });

    /// <summary>我的事件 (in progress), the latest message first.</summary>
    public Task<Answer<ConversationList>> MineAsync(StaffMember me, int skip, CancellationToken ct) => Guard.AskAsync(me, async () =>
    {
        var total = 0L;
        var mine = new List<Customer>();
        foreach (var account in roster.Accounts)
        {
            total += await conversations.CountMineAsync(account.Key, me.Id, ct);
            mine.AddRange((await conversations.PageMineAsync(account.Key, me.Id, null, ListReach, ct)).Customers);
        }

        return Page(mine.OrderByDescending(customer => customer.LastMessageAt ?? DateTimeOffset.MinValue), total, skip);
    });

    /// <summary>跟進.</summary>
    public Task<Answer<Transition>> TakeAsync(StaffMember me, CustomerKey customer, CancellationToken ct) => Guard.AskAsync<Transition>(me, async () =>
        Known(customer) ? new Answer<Transition>.Ok(await conversations.TakeAsync(customer, me.Id, node.Now)) : new Answer<Transition>.NotFound());

    /// <summary>跟進 all that wait, up to <see cref="MostTaken"/>; answers how many became this person's.</summary>
    public Task<Answer<int>> TakeAllAsync(StaffMember me, CancellationToken ct) => Guard.AskAsync<int>(me, async () =>
    {
        var taken = 0;
        foreach (var account in roster.Accounts)
        {
            var waiting = await conversations.PendingAsync(account.Key, MostTaken - taken, ct);
            foreach (var some in waiting.Chunk(100))
            {
                var transitions = await Task.WhenAll(some.Select(customer => conversations.TakeAsync(customer.Key, me.Id, node.Now)));
                taken += transitions.Count(transition => transition == Transition.Done);
            }
        }

        return new Answer<int>.Ok(taken);
    });

    /// <summary>結束.</summary>
    public Task<Answer<Transition>> CloseAsync(StaffMember me, CustomerKey customer, CancellationToken ct) => Guard.AskAsync<Transition>(me, async () =>
        Known(customer) ? new Answer<Transition>.Ok(await conversations.CloseAsync(customer, me.Id, node.Now)) : new Answer<Transition>.NotFound());

    /// <summary>A conversation of one's own, or one that waits, with its last messages.</summary>
    public Task<Answer<OpenConversation>> OpenAsync(StaffMember me, CustomerKey customer, CancellationToken ct) => Guard.AskAsync<OpenConversation>(me, async () =>
    {
        if (await FindAsync(customer) is not { } found) return new Answer<OpenConversation>.NotFound();
        if (found.State != ConversationState.Pending && !IsMine(me, found)) return new Answer<OpenConversation>.Denied();
        return new Answer<OpenConversation>.Ok(new(found, await conversations.TranscriptAsync(customer, LastMessages)));
    });

    /// <summary>
    /// 回覆: up to five messages to one customer, ahead of every campaign. <paramref name="actionId"/> is the request's id, so that a second press sends nothing more.
    /// </summary>
    public Task<Answer<Guid>> ReplyAsync(
        StaffMember me, CustomerKey customer, Guid actionId, IReadOnlyList<OutboundMessage> messages, Surface surface, CancellationToken ct) => Guard.AskAsync<Guid>(me, async () =>
    {
        if (await FindAsync(customer) is not { } found) return new Answer<Guid>.NotFound();
        if (!IsMine(me, found)) return new Answer<Guid>.Denied();
        if (messages.Count == 0 || messages.OfType<OutboundMessage.Text>().Any(text => string.IsNullOrWhiteSpace(text.Words))) return new Answer<Guid>.Invalid("text", "reply.empty");
        if (messages.Count > Content.MostMessages) return new Answer<Guid>.Invalid("text", "content.too_many", Content.MostMessages);
        var content = new Content(messages);
        if (rules.ObjectionTo(customer.Account.Channel, content, surface) is { } objection)
            return new Answer<Guid>.Invalid("text", objection.Kind == ObjectionKind.TextLength ? "reply.too_long" : WrongContent.CodeOf(objection.Kind), objection.Limit);
        var now = node.Now;
        var retrySafe = roster[customer.Account.Channel].Limits.RetryKeyLifetime is not null;
        await ledger.AddReplyAsync(actionId, customer.Account, customer.UserId, content, me.Id, now, now.AddHours(1), retrySafe, ct);
        await conversations.AddStaffMessageAsync(customer, actionId.ToString("N"), me.Id, Said(messages), now);
        await node.Nudges.SendAsync(Topics.Work(customer.Account));
        return new Answer<Guid>.Ok(actionId);
    });

    /// <summary>A saved reply's messages, made out to this customer.</summary>
    public IReadOnlyList<OutboundMessage> MadeOut(SavedReply reply, Customer customer, string locale) =>
        reply.Content.Render(customer.Name, rules.Options.NameFallback(locale)).Messages;

    /// <summary>What became of a reply; null if there is none of that id.</summary>
    public Task<RequestStatus?> ReplyStatusAsync(Guid actionId, CancellationToken ct) => ledger.FindRequestAsync(actionId, ct);

    /// <summary>Makes <paramref name="tags"/> the tags of a conversation of one's own.</summary>
    public Task<Answer<Customer>> TagAsync(StaffMember me, CustomerKey customer, IReadOnlyList<string> tags, CancellationToken ct) => Guard.AskAsync<Customer>(me, async () =>
    {
        if (await FindAsync(customer) is not { } found) return new Answer<Customer>.NotFound();
        if (!IsMine(me, found)) return new Answer<Customer>.Denied();
        string[] wanted = [.. tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (wanted.Length > MostTags) return new Answer<Customer>.Invalid("tags", "tag.too_many", MostTags);
        if (wanted.Any(tag => tag.Length > LongestTag)) return new Answer<Customer>.Invalid("tags", "tag.too_long", LongestTag);
        await conversations.TagAsync(
            customer, [.. wanted.Except(found.Tags)], [.. found.Tags.Except(wanted)]);
        return new Answer<Customer>.Ok(found with { Tags = wanted });
    });

    // The transcript is words: of a picture or a file its name.
    private static string Said(IReadOnlyList<OutboundMessage> messages) => string.Join('\n', messages.Select(message => message switch
    {
        OutboundMessage.Text text => text.Words,
        OutboundMessage.Media media => $"[{media.FileName}]",
        OutboundMessage.Template template => template.Body,
        _ => "",
    }));

    private static Answer<ConversationList> Page(IEnumerable<Customer> ordered, long total, int skip) =>
        new Answer<ConversationList>.Ok(new([.. ordered.Skip(skip).Take(ConversationList.Size)], total, skip));

    private static bool IsMine(StaffMember me, Customer customer) =>
        customer.State == ConversationState.InProgress && string.Equals(customer.Assignee, me.Id, StringComparison.OrdinalIgnoreCase);

    private async Task<Customer?> FindAsync(CustomerKey customer) => Known(customer) ? await conversations.FindAsync(customer) : null;

    private bool Known(CustomerKey customer) => roster.Accounts.Any(account => account.Key == customer.Account);
}
