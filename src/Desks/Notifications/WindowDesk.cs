using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>Customers who wait for an answer and whom the platform soon lets nobody answer freely any more, and who is to be told of them.
/// Throws what the stores throw when they are away.</summary>
public sealed class WindowDesk(
    Conversations conversations,
    Suppressions suppressions,
    StaffDirectory directory,
    Roster roster,
    AutomaticOptions options
)
{
    /// <summary>So long before it closes somebody is told.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    /// <summary>What closes so shortly after that is told of with it.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(15);

    /// <summary>What opens a window without being a message, a reaction for one, keeps it open for longer than the message tells.</summary>
    private static readonly TimeSpan Reopened = TimeSpan.FromHours(24);

    /// <summary>Of each of an account's parts, those that were heard of longest ago.</summary>
    private const int Looked = 100;

    private readonly IReadOnlyDictionary<ChannelId, TimeSpan> windows = roster
        .Accounts.Select(account => account.Key.Channel)
        .Distinct()
        .Where(channel => roster[channel].Limits.Window is not null)
        .ToDictionary(channel => channel, channel => roster[channel].Limits.Window!.Value);

    /// <summary>All who want to be told, and are on duty.</summary>
    public async Task<IReadOnlyList<StaffMember>> ReadersAsync(CancellationToken cancellationToken) =>
        windows.Count == 0 || !options.Stores.Any(store => store.WindowReminder)
            ? []
            :
            [
                .. (await directory.AllAsync(cancellationToken)).Where(one =>
                    one is { MayBroadcast: true, OnDuty: true } && options.RemindsOfWindow(one.Store)
                ),
            ];

    /// <summary>Of this person's customers, those whose window closes in an hour or shortly after that, the soonest first; none where
    /// none closes within the hour.</summary>
    public async Task<ConversationList> ClosingAsync(StaffMember reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var closing = new List<Customer>();
        foreach (var account in roster.Accounts)
            if (windows.TryGetValue(account.Key.Channel, out var window))
                closing.AddRange(
                    (
                        await conversations.SaidBetweenAsync(
                            account.Key,
                            reader.Id,
                            (now - window - Reopened, now + Ahead + Together - window),
                            Looked,
                            cancellationToken
                        )
                    ).Where(customer => Waits(customer, now) && Closes(customer, window, now))
                );
        var silenced = await suppressions.FindAsync([.. closing.Select(customer => customer.Key)], cancellationToken);
        var told = closing
            .Where(customer => !silenced.ContainsKey(customer.Key))
            .OrderBy(customer => customer.LastMessageAt + windows[customer.Key.Account.Channel])
            .ThenBy(customer => customer.Key.ToString(), StringComparer.Ordinal)
            .ToList();
        return new(told, told.Count, 0) { Windows = windows, Accounts = roster.Siblings };
    }

    /// <summary>Of those that close, whom they are told of for the first time: all of them, once one closes within the hour.</summary>
    public static ConversationList News(ConversationList closing, ToldWaiting told, DateTimeOffset now)
    {
        var missed = closing.Items.Where(customer => told.Misses(new([customer]))).ToList();
        if (!missed.Any(customer => closing.WindowEnd(customer) <= now + Ahead))
            missed = [];
        return closing with { Items = missed, Total = missed.Count };
    }

    /// <summary>Of whom somebody was told already, for which of their messages.</summary>
    /// <param name="written">What it wrote.</param>
    public static ToldWaiting Told(string written) => new(written, customer => customer.LastSaidAt ?? customer.LastMessageAt);

    private static bool Waits(Customer customer, DateTimeOffset now) =>
        customer.WaitingSince is not null && !UnreadDesk.IsAnswered(customer) && !customer.IsElsewhere(now);

    private static bool Closes(Customer customer, TimeSpan window, DateTimeOffset now) =>
        customer.LastMessageAt + window is { } end && end <= now + Ahead + Together && end > now + SendOccasion.WindowMargin;
}
