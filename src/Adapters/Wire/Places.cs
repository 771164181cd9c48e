using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>Places that people send.</summary>
internal static class Places
{
    /// <param name="address">Where it is told beside the name.</param>
    /// <returns>Null where nothing is told that is on this earth.</returns>
    public static MessageDetails? Of(double? latitude, double? longitude, string? address)
    {
        var known = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
        return !known && string.IsNullOrEmpty(address)
            ? null
            : new()
            {
                Place = new(known ? latitude : null, known ? longitude : null, null, string.IsNullOrEmpty(address) ? null : address),
            };
    }
}
