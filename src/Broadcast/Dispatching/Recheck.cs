using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Looks once more at those for whom something changed since the launch: an opt-out, a block, a conversation closed or handed over. Reading
/// what is new is cheap; asking again for everybody would cost as much as the sending. Where a platform's window closes by itself,
/// everybody is asked for at the claim. What changes while a request waits for its call is seen by the account's <see cref="ChangeFeed"/>,
/// whose <see cref="RecheckedRequests.Revision"/> it bears.
/// </summary>
public sealed class Recheck(EligibilityFacts facts, SendingFacts sendings, ChangeFeeds feeds, Roster roster, Withdrawal withdrawal)
{
    /// <summary>
    /// Of requests just claimed those that may still be sent, without those who must no longer receive. Throws what the stores throw when
    /// they are away: then nothing may be sent.
    /// </summary>
    public async Task<RecheckedRequests> CheckAsync(
        AccountKey account,
        IReadOnlyList<ClaimedRequest> claimed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var feed = feeds.Of(account);
        var runs = new Dictionary<long, SendingMarks>();
        foreach (var campaign in claimed.Select(request => request.Campaign).OfType<long>().Distinct())
            runs.Add(campaign, await sendings.OfAsync(campaign, cancellationToken));
        if (runs.Count == 0)
            return new(claimed, feed.Revision);
        var everybody = roster[account.Channel].Limits.Window is not null;
        // After the claim: whoever opted out before it is seen here.
        await feed.ReadAsync(
            everybody ? null : new(runs.Values.Min(run => run.Marks.Seen), runs.Values.Min(run => run.Marks.Moment), ""),
            cancellationToken
        );
        var revision = feed.Revision;

        string[] Touched(ClaimedRequest request) =>
            request.Campaign is not { } campaign ? []
            : everybody || runs[campaign].OfStore ? [.. request.Recipients]
            : [.. request.Recipients.Where(user => feed.Touches(user, runs[campaign].Marks))];
        return new(await LookAsync(account, claimed, Touched, now, cancellationToken), revision);
    }

    /// <summary>The same of requests that wait for their call, of whose recipients something has changed meanwhile.</summary>
    public async Task<RecheckedRequests> AgainAsync(
        AccountKey account,
        IReadOnlyList<ClaimedRequest> touched,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var revision = feeds.Of(account).Revision;
        return new(
            await LookAsync(account, touched, request => request.Campaign is null ? [] : [.. request.Recipients], now, cancellationToken),
            revision
        );
    }

    private async Task<IReadOnlyList<ClaimedRequest>> LookAsync(
        AccountKey account,
        IReadOnlyList<ClaimedRequest> claimed,
        Func<ClaimedRequest, string[]> who,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var touched = claimed.Select(who).ToList();
        CustomerKey[] keys = [.. touched.SelectMany(users => users).Distinct().Select(user => new CustomerKey(account, user))];
        if (keys.Length == 0)
            return claimed;
        var people = await facts.OfAsync(keys, ChannelCatalog.Of(account.Channel).Bindable, cancellationToken);
        var standings = new Dictionary<long, CampaignStanding>();
        var skips = new List<Skip>(claimed.Count);
        var waiting = new List<ClaimedRequest>();
        foreach (var (request, users) in claimed.Zip(touched))
        {
            if (users.Length == 0)
            {
                skips.Add(new(request, Nobody));
                continue;
            }

            var campaign = request.Campaign!.Value;
            if (!standings.TryGetValue(campaign, out var standing))
                standings.Add(campaign, standing = await sendings.StandingAsync(campaign, cancellationToken));
            if (standing.Waits)
                waiting.Add(request);
            else
                skips.Add(new(request, Out(people, request, users, OccasionOf(request, standing, now))));
        }

        await withdrawal.ReleaseAsync(waiting, cancellationToken);
        return await withdrawal.TakeOutAsync(skips, now, cancellationToken);
    }

    private static readonly Dictionary<string, SkipReason> Nobody = [];

    private SendOccasion OccasionOf(ClaimedRequest request, CampaignStanding standing, DateTimeOffset now) =>
        new(
            standing.Sellers,
            roster.Account(request.Account),
            roster[request.Account.Channel].Limits,
            request.Content ?? standing.Campaign.Content,
            now
        )
        {
            ToBound = standing.Campaign.Audience.BoundOn is not null,
            TemplateApproved = standing.Approved,
        };

    private static Dictionary<string, SkipReason> Out(
        CustomerFacts facts,
        ClaimedRequest request,
        IEnumerable<string> users,
        SendOccasion occasion
    )
    {
        var gone = new Dictionary<string, SkipReason>();
        foreach (var user in users)
            if (facts.Verdict(new CustomerKey(request.Account, user), occasion) is { } reason)
                gone[user] = reason;
        return gone;
    }
}

/// <param name="Requests">What may be sent.</param>
/// <param name="Revision">Of the account's <see cref="ChangeFeed"/>, up to which changes are seen in it.</param>
public sealed record RecheckedRequests(IReadOnlyList<ClaimedRequest> Requests, int Revision);
