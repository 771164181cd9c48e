using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Redis;

public static class PresentComposition
{
    /// <summary>Registers <see cref="RedisConnection"/>, <see cref="Conversations"/>, <see cref="AccountRate"/>, <see cref="Nudges"/> and
    /// the step that connects at start; where to, <see cref="StorageOptions"/> says.</summary>
    public static IServiceCollection AddPresent(this IServiceCollection services)
    {
        services.TryAddSingleton<RedisConnection>();
        return services
            .AddSingleton(provider => new Conversations(
                provider.GetRequiredService<RedisConnection>(),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetService<SuppressionWords>() ?? SuppressionWords.Default,
                provider.GetRequiredService<Departures>()
            ))
            .AddSingleton<Departures>()
            .AddSingleton<JournalLists>()
            .AddSingleton<ConversationHistory>()
            .AddSingleton<JournalPlaces>()
            .AddSingleton<JournalReplay>()
            .AddSingleton<Unread>()
            .AddSingleton<ReceivedLinks>()
            .AddSingleton<AccountRate>()
            .AddSingleton<RecipientRate>()
            .AddSingleton<WaitingReports>()
            .AddSingleton<Nudges>()
            .AddHostedService<PresentStart>();
    }

    private sealed class PresentStart(RedisConnection redis, Nudges nudges) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // Nudges listen for the connection, so they must be there before it.
            ArgumentNullException.ThrowIfNull(nudges);
            await redis.StartAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
