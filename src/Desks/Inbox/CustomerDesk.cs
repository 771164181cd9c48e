using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>What staff keep of a customer: tags, notes, whose they are, and whether they want broadcasts. Only in a conversation of one's
/// own can it be changed.</summary>
public sealed class CustomerDesk(Conversations conversations, CustomerBook book, Roster roster, Node node)
{
    public const int MostTags = 20,
        LongestTag = 30,
        LongestNote = 300;

    /// <summary>So many of the latest broadcasts stand in a conversation.</summary>
    public const int BroadcastsRead = 5;

    private const int NotesRead = 10;

    /// <summary>Of a conversation that the caller has found this person may see.</summary>
    public async Task<Care> CareAsync(StaffMember me, OpenConversation open, CancellationToken cancellationToken)
    {
        var customer = open.Customer.Key;
        var bindable = ChannelCatalog.Of(customer.Account.Channel).Bindable;
        // None from before what is shown of the conversation.
        var since = open.Last.Count < ConversationDesk.LastMessages ? DateTimeOffset.UnixEpoch : open.Last[0].At;
        var received = book.Deliveries.ReceivedAsync(customer, since, BroadcastsRead, cancellationToken);
        var found = await book.Care.ReadAsync(customer, NotesRead, cancellationToken);
        return new(found.Notes, bindable ? me.Is(found.BoundTo) : null, found.Suppressed) { Broadcasts = await received };
    }

    /// <summary>Makes <paramref name="tags"/> the customer's tags.</summary>
    public Task<Answer<Customer>> TagAsync(
        StaffMember me,
        CustomerKey customer,
        IReadOnlyList<string> tags,
        CancellationToken cancellationToken
    ) => MineAsync<Customer>(me, customer, async found =>
        {
            string[] wanted = [.. tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (wanted.Length > MostTags)
                return new Answer<Customer>.Invalid("tags", "tag.too_many", MostTags);
            if (wanted.Any(tag => tag.Length > LongestTag))
                return new Answer<Customer>.Invalid("tags", "tag.too_long", LongestTag);
            string[] added = [.. wanted.Except(found.Tags, StringComparer.OrdinalIgnoreCase)],
                gone = [.. found.Tags.Except(wanted, StringComparer.OrdinalIgnoreCase)];
            await conversations.TagAsync(customer, added, gone, me.Id);
            if (added.Length + gone.Length > 0)
                await NoteTagsAsync(me, customer, [.. added.Select(tag => $"+{tag}"), .. gone.Select(tag => $"−{tag}")], cancellationToken);
            return new Answer<Customer>.Ok(found with { Tags = wanted });
        });

    // Where it happened, in the conversation itself.
    private Task NoteTagsAsync(StaffMember me, CustomerKey customer, string[] changes, CancellationToken cancellationToken) =>
        conversations.ApplyAsync(
            [
                new(
                    $"tags {Guid.CreateVersion7(node.Now):N}",
                    customer.Account,
                    customer.UserId,
                    node.Now,
                    Standby: false,
                    new InboundBody.SystemMessage(SystemEvent.Tagged, $"{me.Name} {string.Join(' ', changes)}"),
                    Raw: null
                ),
            ],
            suppressionsPending: false,
            cancellationToken
        );

    /// <param name="id">The one-time id of the act.</param>
    public Task<Answer<bool>> NoteAsync(StaffMember me, CustomerKey customer, Guid id, string words, CancellationToken cancellationToken) =>
        MineAsync<bool>(me, customer, async _ =>
        {
            if (!VisibleText.Shows(words))
                return new Answer<bool>.Invalid("note", "note.empty");
            if (words.Trim().Length > LongestNote)
                return new Answer<bool>.Invalid("note", "note.too_long", LongestNote);
            await book.Notes.AddAsync(customer, id, me.Id, words.Trim(), node.Now, cancellationToken);
            return new Answer<bool>.Ok(true);
        });

    /// <summary>Puts the customer on the suppression list for them, or takes them off. Who has blocked the account is not helped by
    /// that.</summary>
    /// <param name="id">The one-time id of the act.</param>
    public Task<Answer<bool>> SuppressAsync(
        StaffMember me,
        CustomerKey customer,
        Guid id,
        bool stop,
        CancellationToken cancellationToken
    ) => MineAsync<bool>(me, customer, async _ =>
        {
            await book.Suppressions.ApplyAsync(
                new(customer, SuppressionKind.Unsubscribed, stop, node.Now, $"staff:{id:N}"),
                me.Id,
                cancellationToken
            );
            return new Answer<bool>.Ok(stop);
        });

    private Task<Answer<T>> MineAsync<T>(StaffMember me, CustomerKey customer, Func<Customer, Task<Answer<T>>> act) =>
        Permissions.AskAsync<T>(me, async () => !roster.Accounts.Any(account => account.Key == customer.Account)
            || await conversations.FindAsync(customer) is not { } found
                ? new Answer<T>.NotFound()
            : !found.IsOf(me.Id) ? new Answer<T>.Denied()
            : await act(found));
}

/// <summary>Where what staff keep of customers is written.</summary>
public sealed record CustomerBook(Notes Notes, Suppressions Suppressions, Bindings Bindings, CareReader Care, DeliveryReports Deliveries);

/// <summary>What staff keep of one customer.</summary>
/// <param name="Notes">The newest first.</param>
/// <param name="Bound">Whether they are bound to whoever asks; null where nobody can be bound.</param>
/// <param name="Suppressed">Why they get no broadcasts; empty when they do.</param>
public sealed record Care(IReadOnlyList<Note> Notes, bool? Bound, IReadOnlyList<SuppressionKind> Suppressed)
{
    /// <summary>Which they received lately, the oldest first.</summary>
    public IReadOnlyList<ReceivedBroadcast> Broadcasts { get; init; } = [];

    public static readonly Care None = new([], null, []);
}
