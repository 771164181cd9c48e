using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Adapters.Instagram;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Adapters.Messenger;
using OmoBroadcast.Adapters.WhatsApp;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.Pigeon;

namespace OmoBroadcast.Tests;

/// <summary>The channels that tests speak of by name. A test that starts no host finds their traits too.</summary>
internal static class KnownChannels
{
    /// <summary>What the service's own channels hand over.</summary>
    public static readonly IReadOnlyList<ChannelTraits> All =
    [
        LineTraits.Value,
        MessengerTraits.Value,
        InstagramTraits.Value,
        WhatsAppTraits.Value,
    ];

    /// <summary>The roster of the channels that live in tests alone: one line each.</summary>
    public static readonly IReadOnlyList<Action<IServiceCollection>> OnlyHere = [PigeonComposition.AddPigeon];

    extension(ChannelId)
    {
        public static ChannelId Line => LineTraits.Id;

        public static ChannelId Messenger => MessengerTraits.Id;

        public static ChannelId Instagram => InstagramTraits.Id;

        public static ChannelId WhatsApp => WhatsAppTraits.Id;
    }

    [ModuleInitializer]
    internal static void Know()
    {
        foreach (var traits in All)
            ChannelCatalog.Add(traits);
    }
}
