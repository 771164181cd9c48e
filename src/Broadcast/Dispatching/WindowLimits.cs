using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Keeps calls of campaigns within their send windows: what is claimed in time may have to wait for its call.</summary>
public sealed class WindowLimits(SendWindows windows, SendingFacts sendings, Node node)
{
    /// <summary>No call begins so shortly before a window shuts: it takes a while to arrive.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Longer than anything claimed waits for its call.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Whose campaigns may be claimed now.</summary>
    public OpenStores Open => windows.Open(node.Now, Margin);

    /// <summary>The same requests, each with the moment at which its window shuts. Throws what the database throws when it is
    /// away.</summary>
    public async ValueTask<IReadOnlyList<PreparedRequest>> LimitAsync(
        IReadOnlyList<PreparedRequest> prepared,
        CancellationToken cancellationToken
    )
    {
        if (!windows.Any)
            return prepared;
        var shuts = new Dictionary<long, DateTimeOffset>();
        foreach (var campaign in prepared.Select(one => one.Request.Campaign).OfType<long>().Distinct())
            shuts.Add(campaign, await ShutsAsync(campaign, cancellationToken));
        return [.. prepared.Select(one => one.Request.Campaign is { } campaign ? one with { Shuts = shuts[campaign] } : one)];
    }

    private async ValueTask<DateTimeOffset> ShutsAsync(long campaign, CancellationToken cancellationToken) =>
        windows.Of((await sendings.OfAsync(campaign, cancellationToken)).Hours)?.NextClosing(node.Now, Ahead) - Margin
        ?? DateTimeOffset.MaxValue;
}
