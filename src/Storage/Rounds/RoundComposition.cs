using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>Registers what runs by itself.</summary>
public static class RoundComposition
{
    /// <summary>Begun and ended in the order of registration, as every hosted service.</summary>
    public static IServiceCollection AddRound<T>(this IServiceCollection services)
        where T : Round
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RoundRecords>();
        services.TryAddSingleton<T>();
        return services.AddSingleton<IHostedService>(provider =>
        {
            var round = provider.GetRequiredService<T>();
            var record = provider.GetRequiredService<RoundRecords>().Of(round);
            return new RoundRunner(round, record, provider.GetRequiredService<TimeProvider>());
        });
    }

    /// <summary>Done by the clock of a node that sends.</summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services)
        where T : CalendarJob
    {
        services.TryAddSingleton<RoundRecords>();
        return services.AddSingleton<CalendarJob, T>();
    }
}
