using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Desks.Search;

/// <summary>過往訊息: all that was said in a conversation that one may open, for a manager also in one of the store, and where in it some words
/// are.</summary>
public sealed class HistoryDesk(ConversationDesk desk, TeamDesk team, ConversationHistory history)
{
    public const int LongestWords = SoughtText.Longest;

    /// <summary>Where there are words to be found, so many lines are read at once, and so many for one page.</summary>
    private const int AtOnce = 200,
        MostLooked = 4_000;

    /// <param name="words">Only what holds them; empty: everything.</param>
    public Task<Answer<HistoryPage>> OpenAsync(
        StaffMember me,
        CustomerKey customer,
        string words,
        HistoryTurn turn,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<HistoryPage>(me, async () => await desk.OpenAsync(me, customer, cancellationToken) switch
            {
                Answer<OpenConversation>.Ok { Value: var open } => new Answer<HistoryPage>.Ok(
                    await PageAsync(open, SoughtText.Sought(words), turn, cancellationToken)
                ),
                Answer<OpenConversation>.NotFound => new Answer<HistoryPage>.NotFound(),
                Answer<OpenConversation>.Denied => await team.OpenAsync(me, customer, cancellationToken)
                    is Answer<TeamConversation>.Ok { Value.Open: var open }
                    ? new Answer<HistoryPage>.Ok(
                        await PageAsync(open, SoughtText.Sought(words), turn, cancellationToken) with
                        {
                            OfStore = true,
                        }
                    )
                    : new Answer<HistoryPage>.Denied(),
                _ => new Answer<HistoryPage>.Away(),
            });

    private async Task<HistoryPage> PageAsync(OpenConversation open, string sought, HistoryTurn turn, CancellationToken cancellationToken)
    {
        var (found, next, looked) = (new List<HistoryLine>(), turn.From ?? LinePlace.End, 0);
        var more = true;
        while (more && found.Count <= turn.Most && looked < MostLooked)
        {
            var part = await history.ReadAsync(
                open.Customer.Key,
                next,
                turn.Later,
                sought.Length == 0 ? turn.Most + 1 : AtOnce,
                cancellationToken
            );
            found.AddRange(part.Lines.Where(line => sought.Length == 0 || SoughtText.IsIn(line.Entry, sought)));
            looked += part.Lines.Count;
            (more, next) = (part.Next is not null, part.Next ?? next);
        }

        var edge =
            found.Count > turn.Most ? found[turn.Most - 1].Place
            : more ? next
            : (LinePlace?)null;
        List<HistoryLine> lines = [.. found.Take(turn.Most)];
        if (!turn.Later)
            lines.Reverse();
        var nearest =
            lines.Count == 0 ? turn.From
            : turn.Later ? lines[0].Place
            : lines[^1].Place;
        var (earlier, later) = turn.Later ? (nearest, edge) : (edge, turn.From is null ? null : nearest);
        return new(open, [.. lines.Select(line => line.Entry)], earlier, later);
    }
}

/// <summary>Which page.</summary>
/// <param name="From">Without what stands there; null: from the end.</param>
/// <param name="Later">What came behind it, and not before it.</param>
public readonly record struct HistoryTurn(LinePlace? From, bool Later, int Most);

/// <summary>Some of what was said.</summary>
/// <param name="Lines">The oldest first.</param>
/// <param name="Earlier">Before which there may be more; null: there is not.</param>
/// <param name="Later">Behind which there may be more.</param>
public sealed record HistoryPage(OpenConversation Open, IReadOnlyList<TranscriptEntry> Lines, LinePlace? Earlier, LinePlace? Later)
{
    /// <summary>It is a colleague's, whose manager reads it.</summary>
    public bool OfStore { get; init; }
}
