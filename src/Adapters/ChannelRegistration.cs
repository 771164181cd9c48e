using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>How a channel's composition hands over its traits.</summary>
public static class ChannelRegistration
{
    public static IServiceCollection AddTraits(this IServiceCollection services, ChannelTraits traits)
    {
        ChannelCatalog.Add(traits);
        return services.AddSingleton(traits);
    }
}
