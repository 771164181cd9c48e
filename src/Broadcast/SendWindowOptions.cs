using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Broadcast;

/// <summary>When campaigns may be sent. Section <c>Omo:SendWindow</c>.</summary>
public sealed class SendWindowOptions : SendWindowEntry
{
    /// <summary>What is different in a store, by its id; what is not set there is as for all.</summary>
    public Dictionary<string, SendWindowEntry> Stores { get; } = new(StringComparer.Ordinal);

    /// <summary>For stores that are not named; null: at any time.</summary>
    public SendWindow? Usual() => Read(this);

    /// <summary>For one that is.</summary>
    public SendWindow? Of(SendWindowEntry store) => Read(Merged(store));

    internal SendWindowEntry Merged(SendWindowEntry? store) =>
        new()
        {
            Zone = store?.Zone ?? Zone,
            Hours = store?.Hours ?? Hours,
            Closed = store?.Closed ?? Closed,
        };

    /// <exception cref="FormatException">As of <see cref="SendWindow.Parse"/>.</exception>
    internal static SendWindow? Read(SendWindowEntry entry) =>
        entry.IsAlways
            ? null
            : SendWindow.Parse(
                string.IsNullOrWhiteSpace(entry.Hours) ? SendWindow.Always : entry.Hours,
                entry.Closed ?? "",
                TimeZoneInfo.FindSystemTimeZoneById(entry.Zone ?? "")
            );
}

/// <summary>A send window as it is written.</summary>
public class SendWindowEntry
{
    /// <summary>The time zone, by its IANA name.</summary>
    public string? Zone { get; set; }

    /// <summary>On which days of the week from when until when; empty: at any time.</summary>
    public string? Hours { get; set; }

    /// <summary>Days on which nothing is sent, each as yyyy-MM-dd, parted by commas.</summary>
    public string? Closed { get; set; }

    internal bool IsAlways => string.IsNullOrWhiteSpace(Hours) && string.IsNullOrWhiteSpace(Closed);
}
