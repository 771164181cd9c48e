using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>過往訊息: all that was said in a conversation that one may open, and where in it some words are.</summary>
public sealed class HistoryDesk(ConversationDesk desk, ConversationHistory history)
{
    public const int LongestWords = 60;

    /// <summary>No line is longer.</summary>
    private const int LongestText = 10_000;

    /// <param name="words">Only what holds them; empty: everything.</param>
    /// <param name="skip">As many of the newest are left out.</param>
    public Task<Answer<HistoryPage>> OpenAsync(
        StaffMember me,
        CustomerKey customer,
        string words,
        (int Skip, int Most) page,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<HistoryPage>(me, async () => await desk.OpenAsync(me, customer, cancellationToken) switch
            {
                Answer<OpenConversation>.Ok { Value: var open } => new Answer<HistoryPage>.Ok(
                    await PageAsync(open, Folded(words), page, cancellationToken)
                ),
                Answer<OpenConversation>.NotFound => new Answer<HistoryPage>.NotFound(),
                Answer<OpenConversation>.Denied => new Answer<HistoryPage>.Denied(),
                _ => new Answer<HistoryPage>.Away(),
            });

    private async Task<HistoryPage> PageAsync(
        OpenConversation open,
        string sought,
        (int Skip, int Most) page,
        CancellationToken cancellationToken
    )
    {
        var all = await history.AllAsync(open.Customer.Key, cancellationToken);
        var found =
            sought.Length == 0
                ? all
                : [.. all.Where(line => !line.Unsent && Folded(line.Text ?? "").Contains(sought, StringComparison.Ordinal))];
        var skip = Math.Clamp(page.Skip, 0, Math.Max(0, found.Count - 1));
        return new(open, [.. found.SkipLast(skip).TakeLast(page.Most)], skip, found.Count);
    }

    private static string Folded(string text) => TextFold.Fold(text, LongestText).Trim();
}

/// <summary>Some of what was said.</summary>
/// <param name="Lines">The oldest first.</param>
/// <param name="Skip">So many newer ones there are.</param>
/// <param name="Total">Of all that was looked for.</param>
public sealed record HistoryPage(OpenConversation Open, IReadOnlyList<TranscriptEntry> Lines, int Skip, int Total);
