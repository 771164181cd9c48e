using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Takes recipients out of what is claimed, who must no longer receive.</summary>
public sealed class SkipWriter(Database database)
{
    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);

    /// <summary>As the other, of one request.</summary>
    public async Task<ClaimedRequest?> SkipAsync(
        ClaimedRequest request,
        IReadOnlyDictionary<string, SkipReason> @out,
        CancellationToken cancellationToken
    ) => (await SkipAsync([new(request, @out)], cancellationToken))[0];

    /// <summary>
    /// Takes recipients out of claimed requests that have not been attempted yet, all in one transaction; their deliveries become skipped.
    /// Returns, in their order, each request with its rest, or null when nobody is left or the claim is lost. One with an uncertain attempt
    /// must be repeated as it was and is returned as it is.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedRequest?>> SkipAsync(IReadOnlyList<Skip> skips, CancellationToken cancellationToken)
    {
        var rests = new ClaimedRequest?[skips.Count];
        var partly = new List<int>();
        var wholly = new List<Skip>();
        for (var i = 0; i < skips.Count; i++)
        {
            var (request, @out) = skips[i];
            string[] rest = request.Uncertain ? [.. request.Recipients] : [.. request.Recipients.Where(user => !@out.ContainsKey(user))];
            if (rest.Length == request.Recipients.Count)
                rests[i] = request;
            else if (request.Campaign is null)
                throw new ArgumentException("Only a campaign's recipients can be skipped.", nameof(skips));
            else if (rest.Length == 0)
                wholly.Add(skips[i]);
            else
            {
                partly.Add(i);
                rests[i] = request with { Recipients = rest };
            }
        }

        if (partly.Count + wholly.Count == 0)
            return rests;
        var numbers = await accounts.NumbersAsync(skips.Select(skip => skip.Request.Account), cancellationToken);
        var shortened = partly.ConvertAll(i => (Skip: skips[i], Left: rests[i]!.Recipients));
        var lost = await database.WriteAsync(writing => TakeOutAsync(writing, wholly, shortened, numbers), cancellationToken);
        foreach (var i in partly.Where(i => lost.Contains(skips[i].Request.Id)))
            rests[i] = null;
        return rests;
    }

    /// <summary>Returns which of those to be shortened are not ours any more.</summary>
    private async Task<HashSet<Guid>> TakeOutAsync(
        SqlTransaction writing,
        List<Skip> wholly,
        List<(Skip Skip, IReadOnlyList<string> Left)> partly,
        IReadOnlyDictionary<AccountKey, int> numbers
    )
    {
        var lost = new HashSet<Guid>();
        List<Skip> done = [.. await DropAsync(writing, wholly)];
        foreach (var (skip, left) in partly)
            if (await ShortenAsync(writing, skip.Request, left))
                done.Add(skip);
            else if (!writing.Doubtful || !await IsShortAsync(writing, skip.Request, left))
                lost.Add(skip.Request.Id);
        await LeaveOutAsync(writing, done, numbers);
        return lost;
    }

    /// <summary>The deliveries of those taken out, and how they count.</summary>
    private async Task LeaveOutAsync(SqlTransaction writing, List<Skip> skips, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        foreach (var same in skips.GroupBy(skip => (skip.Request.Campaign, skip.Request.Account)))
            await LeaveOutAsync(writing, [.. same], numbers[same.Key.Account]);
        await TallyBook.AddAsync(writing, engine, skips.SelectMany(skip => Lines(skip, numbers[skip.Request.Account])));
    }

    private static IEnumerable<TallyLine> Lines(Skip skip, int account)
    {
        var campaign = skip.Request.Campaign!.Value;
        var @out = skip.Request.Recipients.Where(skip.Out.ContainsKey).Select(user => skip.Out[user]).ToList();
        return
        [
            TallyBook.Line(campaign, account, RequestState.Queued, null, -@out.Count),
            .. @out.CountBy(reason => reason)
                .Select(reason => TallyBook.Line(campaign, account, RequestState.Skipped, reason.Key.ToString(), reason.Value)),
        ];
    }

    private static readonly string Untried = $"epoch = @epoch and {RequestStates.Table.Where(RequestChange.LeaveOut)} and uncertain = 0";

    /// <summary>Requests of which nobody is left. Those that are gone already, after a lost answer to the COMMIT, were taken out with their
    /// deliveries.</summary>
    private async Task<IEnumerable<Skip>> DropAsync(SqlTransaction writing, List<Skip> wholly)
    {
        var gone = new HashSet<Guid>(wholly.Count);
        foreach (var same in wholly.Select(skip => skip.Request).GroupBy(request => request.Epoch).OrderBy(same => same.Key))
        {
            gone.UnionWith(
                await writing.QueryAsync(
                    $"delete from queue where {engine.AmongIds("id", "@ids")} and {Untried} returning id",
                    row => row.Id("id"),
                    ("ids", engine.List(same.Select(request => request.Id).Order())),
                    ("epoch", same.Key)
                )
            );
        }

        return wholly.Where(skip => gone.Contains(skip.Request.Id));
    }

    private async Task<bool> ShortenAsync(SqlTransaction writing, ClaimedRequest request, IReadOnlyList<string> rest) =>
        await writing.ExecuteAsync(
            $"update queue set recipients = @rest, size = @size where id = @id and recipients = @before and {Untried}",
            ("id", engine.Key(request.Id)),
            ("epoch", request.Epoch),
            ("before", string.Join('\n', request.Recipients)),
            ("rest", string.Join('\n', rest)),
            ("size", rest.Count)
        ) > 0;

    /// <summary>An earlier try, whose answer to the COMMIT was lost, has done it, and counted it.</summary>
    private async Task<bool> IsShortAsync(SqlTransaction writing, ClaimedRequest request, IReadOnlyList<string> rest) =>
        (
            await writing.QueryAsync(
                $"select 1 from queue where id = @id and recipients = @rest and {Untried}",
                _ => true,
                ("id", engine.Key(request.Id)),
                ("epoch", request.Epoch),
                ("rest", string.Join('\n', rest))
            )
        ).Count > 0;

    /// <summary>The deliveries of one account of one campaign.</summary>
    private async Task LeaveOutAsync(SqlTransaction writing, IReadOnlyList<Skip> skips, int account)
    {
        var ids = engine.List(skips.Select(skip => skip.Request.Id).Order());
        foreach (
            var reason in skips
                .SelectMany(skip =>
                    skip.Request.Recipients.Where(skip.Out.ContainsKey).Select(user => (User: user, Reason: skip.Out[user]))
                )
                .GroupBy(one => one.Reason, one => one.User)
        )
        {
            await writing.ExecuteAsync(
                $"""
                update deliveries set skip = @reason, request = null
                where campaign = @campaign and account = @account and {engine.Among("user_id", "@users")} and {engine.AmongIds(
                    "request",
                    "@ids"
                )}
                """,
                ("reason", reason.Key),
                ("campaign", skips[0].Request.Campaign),
                ("account", account),
                ("users", engine.List(reason.Order(StringComparer.Ordinal))),
                ("ids", ids)
            );
        }
    }
}
