using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>LINE's entry in the roster.</summary>
internal static class LineComposition
{
    public static void AddLine(IServiceCollection services)
    {
        services.AddTraits(LineTraits.Value);
        services.AddSingleton<LineAccounts>();
        services.AddSingleton<IChannel, LineChannel>();
        services.AddSingleton<IProfiles, LineProfiles>();
        services.AddSingleton<IQuotas, LineQuotas>();
        services.AddSingleton<IReceived, LineReceived>();
    }
}
