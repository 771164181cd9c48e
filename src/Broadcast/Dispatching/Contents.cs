using System.Collections.Concurrent;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// The content of campaigns being sent, one instance each: adapters serialise an instance once. A campaign's content no longer changes once
/// it is scheduled.
/// </summary>
public sealed class Contents(Campaigns campaigns)
{
    private const int Most = 256;

    private readonly ConcurrentDictionary<long, Content> known = new();

    public async ValueTask<Content> OfAsync(ClaimedRequest request, CancellationToken cancellationToken)
    {
        if (request.Content is { } own)
            return own;
        var id = request.Campaign ?? throw new InvalidOperationException($"Request {request.Id} has neither content nor campaign");
        if (known.TryGetValue(id, out var content))
            return content;
        var campaign = await campaigns.FindAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"Campaign {id} is not there");
        if (known.Count >= Most)
            known.Clear();
        return known.GetOrAdd(id, campaign.Content);
    }
}
