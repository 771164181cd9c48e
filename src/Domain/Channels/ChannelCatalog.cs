using System.Collections.Immutable;

namespace OmoBroadcast.Domain.Channels;

/// <summary>
/// The traits of the channels that this build can speak. They are part of the code and the same for everybody who asks, so there is one
/// catalogue in a process, as there is one of text encodings. A channel's composition adds its own.
/// </summary>
public static class ChannelCatalog
{
    private static ImmutableDictionary<ChannelId, ChannelTraits> known = ImmutableDictionary<ChannelId, ChannelTraits>.Empty;

    /// <summary>Repeated it changes nothing.</summary>
    public static void Add(ChannelTraits traits) => ImmutableInterlocked.AddOrUpdate(ref known, traits.Id, traits, (_, _) => traits);

    /// <summary>A channel that this build does not speak, any more perhaps, has nothing but its name.</summary>
    public static ChannelTraits Of(ChannelId channel) => known.GetValueOrDefault(channel) ?? new(channel, new(channel.Value));

    /// <summary>Of all channels, by name.</summary>
    public static IEnumerable<ChannelTraits> All => known.Values.OrderBy(traits => traits.Id.Value, StringComparer.Ordinal);
}
