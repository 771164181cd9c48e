using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>What a member of staff does with conversations. Only one's own can be read or answered; those that wait can be seen, and taken,
/// by all who sell; a closed one by whoever closed it.</summary>
public sealed class ConversationDesk(Conversations conversations, Replies replies, Roster roster, ContentRules rules, Node node)
{
    public const int LastMessages = 10;

    /// <summary>跟進.</summary>
    public Task<Answer<Transition>> TakeAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Transition>(me, async () =>
            Known(customer)
                ? new Answer<Transition>.Ok(await conversations.TakeAsync(customer, me.Id, node.Now))
                : new Answer<Transition>.NotFound()
        );

    /// <summary>結束.</summary>
    public Task<Answer<Transition>> CloseAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Transition>(me, async () =>
            Known(customer)
                ? new Answer<Transition>.Ok(await conversations.CloseAsync(customer, me.Id, node.Now))
                : new Answer<Transition>.NotFound()
        );

    /// <summary>重啟 one that this person closed.</summary>
    public Task<Answer<Transition>> ReopenAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Transition>(me, async () => await FindAsync(customer) is not { } found ? new Answer<Transition>.NotFound()
            : !MaySee(me, found) ? new Answer<Transition>.Denied()
            : new Answer<Transition>.Ok(await conversations.ReopenAsync(customer, me.Id, node.Now)));

    /// <summary>A conversation of one's own, one that waits, or one that one has closed, with its last messages.</summary>
    public Task<Answer<OpenConversation>> OpenAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<OpenConversation>(me, async () =>
        {
            if (await FindAsync(customer) is not { } found)
                return new Answer<OpenConversation>.NotFound();
            if (!MaySee(me, found))
                return new Answer<OpenConversation>.Denied();
            return new Answer<OpenConversation>.Ok(
                new(found, await conversations.TranscriptAsync(found.Key, LastMessages))
                {
                    Window = roster[customer.Account.Channel].Limits.Window,
                }
            );
        });

    /// <summary>
    /// 回覆: up to five messages to one customer, ahead of every campaign. <paramref name="actionId"/> is the request's id, so that a second
    /// press sends nothing more.
    /// </summary>
    public Task<Answer<Guid>> ReplyAsync(
        StaffMember me,
        CustomerKey customer,
        Guid actionId,
        IReadOnlyList<OutboundMessage> messages,
        Surface surface,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Guid>(me, async () =>
        {
            if (await FindAsync(customer) is not { } found)
                return new Answer<Guid>.NotFound();
            if (!IsMine(me, found))
                return new Answer<Guid>.Denied();
            if (messages.Count == 0)
                return new Answer<Guid>.Invalid("message", "reply.empty");
            if (messages.Count > Content.MostMessages)
                return new Answer<Guid>.Invalid("message", "content.too_many", Content.MostMessages);
            var content = new Content(messages);
            if (content.Fault() is { } fault)
                return new Answer<Guid>.Invalid("message", fault == ContentFault.Empty ? "reply.empty" : WrongContent.CodeOf(fault));
            // Typed in an answer, a variable means the same as in a broadcast.
            content = MadeOut(me, content, found, me.Language).Captioned(roster[customer.Account.Channel].Limits.CaptionLength);
            if (rules.ObjectionTo(customer.Account.Channel, content, surface) is { } objection)
                return new Answer<Guid>.Invalid(
                    "message",
                    objection.Kind == ObjectionKind.TextLength ? "reply.too_long" : WrongContent.CodeOf(objection.Kind),
                    objection.Limit
                );
            var now = node.Now;
            var retrySafe = roster[customer.Account.Channel].Limits.RetryKeyLifetime is not null;
            await replies.AddReplyAsync(
                NewRequest.Reply(actionId, customer, content, retrySafe, now.AddHours(1)),
                me.Id,
                cancellationToken
            );
            await conversations.AddStaffMessageAsync(customer, actionId.ToString("N"), me.Id, Said(content.Messages), now);
            await node.Nudges.SendAsync(Topics.Work(customer.Account));
            return new Answer<Guid>.Ok(actionId);
        });

    /// <summary>Whether these words went with that reply. Where a name was filled in nobody can tell, and it is said that they did: sent
    /// twice is worse.</summary>
    public Task<Answer<bool>> WentAsync(StaffMember me, Guid actionId, string words, CancellationToken cancellationToken) =>
        Permissions.AskAsync<bool>(me, async () =>
        {
            OutboundMessage.Text text = new(words);
            return new Answer<bool>.Ok(
                new Content([text]).DiffersByPerson
                    || (await replies.ContentAsync(actionId, cancellationToken))?.Messages.Contains(text) == true
            );
        });

    /// <summary>A saved reply's messages, made out to this customer.</summary>
    public IReadOnlyList<OutboundMessage> MadeOut(StaffMember me, SavedReply reply, Customer customer, string locale) =>
        MadeOut(me, reply.Content, customer, locale).Messages;

    private Content MadeOut(StaffMember me, Content content, Customer customer, string locale) =>
        content.DiffersByPerson ? content.Render(customer.Name, rules.Options.Fallbacks(locale), me.Name, me.StoreName) : content;

    /// <summary>The customer of a conversation of one's own.</summary>
    public Task<Answer<Customer>> MineAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Customer>(me, async () => await FindAsync(customer) is not { } found ? new Answer<Customer>.NotFound()
            : IsMine(me, found) ? new Answer<Customer>.Ok(found)
            : new Answer<Customer>.Denied());

    /// <summary>Why the customer's channel cannot carry these messages, or null.</summary>
    public Objection? ObjectionTo(CustomerKey customer, IReadOnlyList<OutboundMessage> messages, Surface surface) =>
        Known(customer) ? rules.ObjectionTo(customer.Account.Channel, new Content(messages), surface) : null;

    /// <summary>What became of a reply; null if there is none of that id.</summary>
    public Task<RequestStatus?> ReplyStatusAsync(Guid actionId, CancellationToken cancellationToken) =>
        replies.FindRequestAsync(actionId, cancellationToken);

    // The transcript is words: of a picture or a file its name.
    private static string Said(IReadOnlyList<OutboundMessage> messages) =>
        string.Join(
            '\n',
            messages.Select(message =>
                message switch
                {
                    OutboundMessage.Text text => text.Words,
                    OutboundMessage.Media { Caption: { } caption } media => $"[{media.FileName}]\n{caption}",
                    OutboundMessage.Media media => $"[{media.FileName}]",
                    OutboundMessage.Template template => template.Body,
                    _ => "",
                }
            )
        );

    private static bool IsMine(StaffMember me, Customer customer) => customer.IsOf(me.Id);

    private static bool MaySee(StaffMember me, Customer customer) =>
        customer.State switch
        {
            ConversationState.Pending => true,
            ConversationState.Closed => string.Equals(customer.LastOwner, me.Id, StringComparison.OrdinalIgnoreCase),
            _ => IsMine(me, customer),
        };

    private async Task<Customer?> FindAsync(CustomerKey customer) => Known(customer) ? await conversations.FindAsync(customer) : null;

    private bool Known(CustomerKey customer) => roster.Accounts.Any(account => account.Key == customer.Account);
}
