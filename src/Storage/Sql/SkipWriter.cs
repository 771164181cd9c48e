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
        var lost = await database.WriteAsync(
            async writing =>
            {
                await LeaveOutAsync(writing, wholly, numbers);
                var failed = new HashSet<int>();
                foreach (var i in partly)
                    if (await ShortenAsync(writing, skips[i].Request, rests[i]!.Recipients))
                        await LeaveOutAsync(writing, [skips[i]], numbers[skips[i].Request.Account]);
                    else
                        failed.Add(i);
                return failed;
            },
            cancellationToken
        );
        foreach (var i in lost)
            rests[i] = null;
        return rests;
    }

    /// <summary>Takes out requests of which nobody is left, with their deliveries.</summary>
    private async Task LeaveOutAsync(SqlTransaction writing, List<Skip> wholly, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        var gone = await DropAsync(writing, wholly);
        foreach (
            var same in wholly.Where(skip => gone.Contains(skip.Request.Id)).GroupBy(skip => (skip.Request.Campaign, skip.Request.Account))
        )
            await LeaveOutAsync(writing, [.. same], numbers[same.Key.Account]);
    }

    // "state + 0", as in settling: the way is by id.
    private static readonly string Untried =
        $"epoch = @epoch and {RequestStates.Table.Where(RequestChange.LeaveOut, "state + 0")} and uncertain = 0";

    /// <summary>Requests of which nobody is left. Those that are gone already, after a lost answer to the COMMIT, were taken out with their
    /// deliveries.</summary>
    private async Task<HashSet<Guid>> DropAsync(SqlTransaction writing, List<Skip> wholly)
    {
        var gone = new HashSet<Guid>(wholly.Count);
        foreach (var same in wholly.Select(skip => skip.Request).GroupBy(request => request.Epoch).OrderBy(same => same.Key))
        {
            gone.UnionWith(
                await writing.QueryAsync(
                    $"delete from requests where {engine.AmongIds("id", "@ids")} and {Untried} returning id",
                    row => row.Id("id"),
                    ("ids", engine.List(same.Select(request => request.Id).Order())),
                    ("epoch", same.Key)
                )
            );
        }

        return gone;
    }

    private async Task<bool> ShortenAsync(SqlTransaction writing, ClaimedRequest request, IReadOnlyList<string> rest) =>
        await writing.ExecuteAsync(
            $"update requests set recipients = @rest, size = @size where id = @id and {Untried}",
            ("id", engine.Key(request.Id)),
            ("epoch", request.Epoch),
            ("rest", string.Join('\n', rest)),
            ("size", rest.Count)
        ) > 0;

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
