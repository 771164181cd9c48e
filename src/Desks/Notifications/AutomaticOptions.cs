namespace OmoBroadcast.Desks.Notifications;

/// <summary>Section <c>Omo:Automatic</c>: what happens around conversations by itself. Nothing does in a store that is not named.</summary>
public sealed class AutomaticOptions
{
    public const string Section = "Omo:Automatic";

    public IList<StoreAutomatic> Stores { get; } = [];

    /// <summary>Whether that store's staff are told before the platform's window for free messages closes.</summary>
    public bool RemindsOfWindow(string store) => Stores.Any(one => one.Store == store && one.WindowReminder);
}

/// <summary>What happens by itself in one store.</summary>
public sealed class StoreAutomatic
{
    /// <summary>Its id, as in the staff list.</summary>
    public string Store { get; set; } = "";

    /// <summary>Whoever has a conversation is told an hour before the customer who waits can be answered freely no more.</summary>
    public bool WindowReminder { get; set; }
}
