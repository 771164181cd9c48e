using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// Who is chosen: all of the sender's conversations in progress (or, with <see cref="BoundOn"/>, bound customers; with <see cref="Store"/>,
/// the whole store's) that pass every filter set; or, with <see cref="Picked"/>, exactly those. The rule is kept, not its result: it is
/// read once for the preview and again when the campaign starts.
/// </summary>
public sealed record Audience
{
    public static readonly Audience All = new();

    /// <summary>The same source without any filter.</summary>
    public Audience Unfiltered() =>
        Picked is not null
            ? this
            : new()
            {
                BoundOn = BoundOn,
                TemplateOn = TemplateOn,
                TemplateScope = TemplateScope,
                Retry = Retry,
                Store = Store,
            };

    /// <summary>Instead of the sender's own customers those of everybody who sells in this store; only its manager has it.</summary>
    public string? Store { get; init; }

    /// <summary>Customers picked one by one; they are chosen whatever has become of them since, and judged by eligibility.</summary>
    public IReadOnlyList<CustomerKey>? Picked { get; init; }

    /// <summary>Instead of all of these exactly the recipients of another campaign whom it did not reach; judged by eligibility as all
    /// others.</summary>
    public Retry? Retry { get; init; }

    /// <summary>綁定顧客群發: instead of my conversations in progress my bound customers on this one channel, whatever the state of their
    /// conversations.</summary>
    public ChannelId? BoundOn { get; init; }

    /// <summary>群發訊息範本: of my conversations in progress only those on this channel, which has templates.</summary>
    public ChannelId? TemplateOn { get; init; }

    /// <summary>Of those only the ones on accounts that may send this scope's templates.</summary>
    public string? TemplateScope { get; init; }

    public string? WithTag { get; init; }

    public string? WithoutTag { get; init; }

    /// <summary>The last customer message is at most this old.</summary>
    public TimeSpan? MessageWithin { get; init; }

    /// <summary>The last customer message is at least this old.</summary>
    public TimeSpan? MessageBefore { get; init; }

    public string? NameContains { get; init; }

    /// <summary>Only customers of this channel.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>Only customers of this account.</summary>
    public AccountKey? Account { get; init; }

    /// <summary>Only those whose platform's window for free messages is open; a channel without one is always open.</summary>
    public bool WindowOpen { get; init; }

    /// <summary>Only those whom nobody of the staff has ever answered.</summary>
    public bool NeverAnswered { get; init; }

    /// <summary>Whether anybody of this account can be chosen. Not asked for <see cref="Picked"/>.</summary>
    public bool Reaches(Account account) =>
        (BoundOn is not { } bound || bound == account.Key.Channel)
        && (TemplateOn is not { } channel || channel == account.Key.Channel)
        && (TemplateScope is null || string.Equals(TemplateScope, account.TemplateScope, StringComparison.Ordinal))
        && (Channel is not { } only || only == account.Key.Channel)
        && (Account is not { } one || one == account.Key);

    /// <summary>Whether one of those the sender can choose from passes the filters. Not asked for <see cref="Picked"/>.</summary>
    /// <param name="window">The platform's window for free messages; null where it has none.</param>
    public bool Chooses(Customer customer, DateTimeOffset now, TimeSpan? window) =>
        (WithTag is null || customer.Tags.Contains(WithTag, StringComparer.OrdinalIgnoreCase))
        && (WithoutTag is null || !customer.Tags.Contains(WithoutTag, StringComparer.OrdinalIgnoreCase))
        && (MessageWithin is null || customer.LastMessageAt >= now - MessageWithin)
        && (MessageBefore is null || customer.LastMessageAt <= now - MessageBefore)
        && (Channel is not { } channel || channel == customer.Key.Account.Channel)
        && (Account is not { } account || account == customer.Key.Account)
        && (!NeverAnswered || customer.LastAnsweredAt is null)
        && (!WindowOpen || window is null || customer.LastMessageAt + window - SendOccasion.WindowMargin > now)
        && (NameContains is null || customer.Name?.Contains(NameContains, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>Who was refused for a reason that can go away, expired or cancelled in a campaign, and not reached by an earlier retry of
/// it.</summary>
/// <param name="AlsoDoubtful">Also those of whom nobody knows, and those whom a part of the messages reached: they may receive it
/// twice.</param>
public sealed record Retry(long Campaign, bool AlsoDoubtful);
