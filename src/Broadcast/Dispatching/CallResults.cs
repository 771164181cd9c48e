using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Sees to it that the ledger learns what became of a call, and then to what that means for others.</summary>
public sealed class CallResults(Settler settler, RequestSource source, Aftermath aftermath, Node node)
{
    private readonly Random chance = new();

    public DateTimeOffset Now => node.Now;

    /// <summary>Nothing left: as if it had not been attempted.</summary>
    public async Task WithheldAsync(ClaimedRequest request) => await settler.AddAsync(request.Released());

    /// <summary>What the whole lane should make of it. Throws what the stores throw when they are away: then the lease runs out.</summary>
    public async Task<LaneFeedback> SettleAsync(PreparedRequest prepared, CallResult result)
    {
        var feedback = await WriteAsync(prepared, result);
        return await aftermath.EaseAsync(prepared.Request.Account, result.Outcome, feedback);
    }

    private async Task<LaneFeedback> WriteAsync(PreparedRequest prepared, CallResult result)
    {
        var (request, outcome) = (prepared.Request, result.Outcome);
        if (result.OneByOne && outcome is SendOutcome.Accepted && prepared.Next() is { } next)
        {
            await settler.AddAsync(new(request.Id, request.Epoch, SettledAs.UnderWay, node.Now, Trail: result.TrailOf(prepared)));
            return LaneFeedback.None with { Next = next };
        }

        if (outcome is SendOutcome.MediaGone && prepared.Media.Count > prepared.Part)
            await source.ForgetAsync(request.Account, prepared.Message, prepared.Media[prepared.Part]);
        double jitter;
        lock (chance)
            jitter = chance.NextDouble();
        if (SettlementPolicy.Decide(request, outcome, result.Limits, node.Now, jitter) is { } settlement)
            await settler.AddAsync(settlement with { Trail = result.LeavesTrail ? result.TrailOf(prepared) : null });
        else
            await settler.SplitAsync(request, node.Now);
        return await aftermath.OfAsync(prepared, outcome);
    }
}

/// <summary>What came of one call.</summary>
/// <param name="Limits">Of the platform called.</param>
/// <param name="Begun">When it was.</param>
public sealed record CallResult(SendOutcome Outcome, ChannelLimits Limits, DateTimeOffset Begun)
{
    /// <summary>Each message of a request is a call of its own.</summary>
    public bool OneByOne => Limits.MessagesPerRequest == 1;

    public bool LeavesTrail => OneByOne || Outcome is SendOutcome.Unreachable { Suppress: not null };

    public Trail TrailOf(PreparedRequest prepared) => prepared.Trail(Outcome, Limits, Begun);
}
