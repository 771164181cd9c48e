using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Ledger
{
    /// <summary>
    /// What settlements leave behind, also those that came too late to settle: that the platform took a message stays true whoever holds
    /// the request now.
    /// </summary>
    private async Task FollowAsync(SqlTransaction writing, List<Settlement> settlements, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        var trails = settlements.ConvertAll(settlement => (Settlement: settlement, Trail: settlement.Trail!));
        var messages = trails
            .Where(one => one.Trail.Sent is not null)
            .Select(one => new MessageRow(
                numbers[one.Trail.Account],
                one.Trail.Sent!.PlatformId,
                one.Settlement.Id,
                one.Trail.Sent.Part,
                one.Trail.UserId,
                one.Trail.Sent.At,
                MessageRank.Sent,
                one.Settlement.At
            ))
            .DistinctBy(message => (message.Account, message.PlatformId))
            .ToList();
        var reported = await book.NoteAsync(writing, messages);
        var went = trails
            .Where(one => one.Trail.Went > 0 && one.Settlement.As != SettledAs.Accepted)
            .GroupBy(one => one.Settlement.Id)
            .Select(request => (request.Key, request.Max(one => one.Trail.Went)))
            .ToList();
        await book.WentAsync(writing, went);
        var told = trails
            .Where(one => one.Settlement.As == SettledAs.Unknown || (one.Settlement.As == SettledAs.Accepted && one.Trail.Total > 1))
            .Select(one => one.Settlement.Id);
        var derived = reported.Concat(told).ToHashSet();
        var latest = settlements.Max(settlement => settlement.At);
        // A late "it was accepted" of what was swept as unknown in the meantime.
        derived.UnionWith(
            await LeftUnknownAsync(writing, [.. messages.Select(message => message.Request!.Value).Where(id => !derived.Contains(id))])
        );
        await book.DeriveAsync(writing, derived, latest);
        foreach (
            var account in trails
                .Where(one => one.Trail.Suppress is not null)
                .GroupBy(one => numbers[one.Trail.Account])
                .OrderBy(account => account.Key)
        )
        {
            await Suppressions.ApplyAsync(
                writing,
                engine,
                account.Key,
                [
                    .. account.Select(one => new SuppressionChange(
                        new(one.Trail.Account, one.Trail.UserId),
                        one.Trail.Suppress!.Value,
                        On: true,
                        one.Settlement.At,
                        $"answer:{one.Settlement.Id:N}"
                    )),
                ]
            );
        }
    }

    private async Task<IReadOnlyList<Guid>> LeftUnknownAsync(SqlTransaction writing, IReadOnlyCollection<Guid> requests) =>
        requests.Count == 0
            ? []
            : await writing.QueryAsync(
                $"select id from requests where {engine.AmongIds("id", "@ids")} and state + 0 = 4",
                row => engine.Id(row, 0),
                ("ids", engine.List(requests))
            );
}
