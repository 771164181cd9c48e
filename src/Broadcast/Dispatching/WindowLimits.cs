using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Keeps calls of campaigns within their send windows: what is claimed in time may have to wait for its call.</summary>
public sealed class WindowLimits(SendWindows windows, SendingFacts sendings, Node node)
{
    /// <summary>No call begins so shortly before a window shuts: it takes a while to arrive.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Whose campaigns may be claimed now.</summary>
    public OpenStores Open => windows.Open(node.Now + Margin);

    /// <summary>The same requests, each with the moment at which its window shuts. Throws what the database throws when it is
    /// away.</summary>
    public async ValueTask<IReadOnlyList<PreparedRequest>> LimitAsync(
        IReadOnlyList<PreparedRequest> prepared,
        CancellationToken cancellationToken
    )
    {
        if (!windows.Any)
            return prepared;
        var shuts = new Dictionary<long, long>();
        foreach (var campaign in prepared.Select(one => one.Request.Campaign).OfType<long>().Distinct())
            shuts.Add(campaign, await ShutsAsync(campaign, cancellationToken));
        return [.. prepared.Select(one => one.Request.Campaign is { } campaign ? one with { Shuts = shuts[campaign] } : one)];
    }

    private async ValueTask<long> ShutsAsync(long campaign, CancellationToken cancellationToken)
    {
        var now = node.Now;
        var hours = (await sendings.OfAsync(campaign, cancellationToken)).Hours;
        if (windows.Of(hours)?.NextClosing(now) is not { } closing)
            return long.MaxValue;
        return node.Clock.GetTimestamp() + (long)((closing - Margin - now).TotalSeconds * node.Clock.TimestampFrequency);
    }
}
