using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>The send window of each store: when its campaigns may be sent. Answers to single customers know none.</summary>
public sealed class SendWindows
{
    private readonly SendWindow? usual;
    private readonly Dictionary<string, SendWindow?> own = new(StringComparer.Ordinal);

    public SendWindows(SendWindowOptions options)
    {
        usual = options.Usual();
        foreach (var store in options.Stores)
            own.Add(store.Key, options.Of(store.Value));
    }

    /// <summary>Whether any store has one.</summary>
    public bool Any => usual is not null || own.Count > 0;

    /// <summary>Null: at any time.</summary>
    private SendWindow? Of(string store) => own.TryGetValue(store, out var window) ? window : usual;

    /// <summary>By which a campaign goes; null: at any time, because its store has none or a manager has decided so.</summary>
    public SendWindow? Of(SendHours hours) => hours.Reason is null ? Of(hours.Store) : null;

    /// <summary>The stores whose window is open then, and for <paramref name="least"/>.</summary>
    public OpenStores Open(DateTimeOffset at, TimeSpan least)
    {
        if (!Any)
            return OpenStores.All;
        var others = IsOpen(usual);
        return new(others, [.. own.Where(store => IsOpen(store.Value) != others).Select(store => store.Key)]);

        bool IsOpen(SendWindow? window) => window is null || (window.Allows(at) && window.Allows(at + least));
    }

    /// <summary>When a campaign that may not be sent then may be again; null: it may be sent then.</summary>
    public DateTimeOffset? Reopens(SendHours hours, DateTimeOffset at) =>
        Of(hours) is { } window && !window.Allows(at) ? window.NextOpening(at) : null;

    /// <summary>What a window means for a campaign that is sent from then on; null: nothing, all of it is sent while it is open.</summary>
    /// <param name="takes">How long the sending takes.</param>
    /// <param name="expires">When nothing more of it is sent.</param>
    public WindowOutlook? Outlook(SendHours hours, DateTimeOffset at, TimeSpan takes, DateTimeOffset expires)
    {
        if (Of(hours) is not { } window)
            return null;
        var shuts = window.Allows(at) ? window.NextClosing(at, takes) : at;
        return shuts is { } closing ? new(closing, window.NextOpening(closing), closing - at, expires) : null;
    }
}
