using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters;
using OmoBroadcast.Adapters.Instagram;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Adapters.Messenger;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.WhatsApp;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What the adapters say of their platforms, for a platform that is scripted.</summary>
internal static class RealLimits
{
    public static ChannelLimits Of(ChannelId channel) =>
        channel == ChannelId.Line ? new LineChannel(new LineAccounts(Options.Create(new AccountsOptions())), TimeProvider.System).Limits
        : channel == ChannelId.Messenger ? new MessengerChannel(Nobody(channel), TimeProvider.System).Limits
        : channel == ChannelId.Instagram ? new InstagramChannel(Nobody(channel), TimeProvider.System).Limits
        : new WhatsAppChannel(Nobody(channel), TimeProvider.System).Limits;

    private static MetaAccounts Nobody(ChannelId channel) =>
        new(Options.Create(new AccountsOptions()), channel, _ => throw new InvalidOperationException());
}
