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
    public SendWindow? Of(string store) => own.TryGetValue(store, out var window) ? window : usual;

    /// <summary>By which a campaign goes; null: at any time, because its store has none or a manager has decided so.</summary>
    public SendWindow? Of(SendHours hours) => hours.Reason is null ? Of(hours.Store) : null;

    /// <summary>The stores whose window is open then.</summary>
    public OpenStores Open(DateTimeOffset at)
    {
        if (!Any)
            return OpenStores.All;
        var others = usual?.Allows(at) ?? true;
        return new(others, [.. own.Where(store => (store.Value?.Allows(at) ?? true) != others).Select(store => store.Key)]);
    }

    /// <summary>When a campaign that may not be sent then may be again; null: it may be sent then.</summary>
    public DateTimeOffset? Reopens(SendHours hours, DateTimeOffset at) =>
        Of(hours) is { } window && !window.Allows(at) ? window.NextOpening(at) : null;
}
