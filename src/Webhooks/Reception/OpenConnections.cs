using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Who is connected. When there is no room for one more, the stranger that has been connected longest gives way, and only when there is
/// none the longest-standing of those that have brought something signed: connections that are merely held, by slow headers, slow bodies or
/// silence, keep no platform out.
/// </summary>
internal sealed class OpenConnections
{
    public const int Most = 5000;

    private static readonly object Key = new();
    private readonly Lock gate = new();
    private readonly LinkedList<ConnectionContext> strangers = new();
    private readonly LinkedList<ConnectionContext> believed = new();

    public int Count
    {
        get
        {
            lock (gate)
                return strangers.Count + believed.Count;
        }
    }

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var place = new LinkedListNode<ConnectionContext>(connection);
        connection.Items[Key] = place;
        ConnectionContext? gives = null;
        lock (gate)
        {
            if (strangers.Count + believed.Count >= Most)
                gives = Longest();
            strangers.AddLast(place);
        }

        gives?.Abort();
        try
        {
            await next(connection);
        }
        finally
        {
            lock (gate)
                place.List?.Remove(place);
        }
    }

    /// <summary>What came on this connection was signed.</summary>
    public void Believe(HttpContext context)
    {
        if (
            context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var found) is not true
            || found is not LinkedListNode<ConnectionContext> place
        )
            return;
        if (place.List != strangers)
            return;
        lock (gate)
        {
            if (place.List != strangers)
                return;
            strangers.Remove(place);
            believed.AddLast(place);
        }
    }

    private ConnectionContext Longest()
    {
        var place = strangers.First ?? believed.First!;
        place.List!.Remove(place);
        return place.Value;
    }
}
