using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Store.Present;

public static class PresentComposition
{
    /// <summary>Registers <see cref="Present"/>, <see cref="Conversations"/>, <see cref="Pace"/>, <see cref="Nudges"/> and the step that connects at start.</summary>
    public static IServiceCollection AddPresent(this IServiceCollection services, StoreOptions options) => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<Present>(provider, options))
        .AddSingleton(provider => new Conversations(
            provider.GetRequiredService<Present>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<SuppressionWords>() ?? SuppressionWords.Default))
        .AddSingleton<Unread>()
        .AddSingleton<ReceivedLinks>()
        .AddSingleton<Pace>()
        .AddSingleton<Pairs>()
        .AddSingleton<WaitingReports>()
        .AddSingleton<Nudges>()
        .AddHostedService<PresentStart>();

    private sealed class PresentStart(Present present, Nudges nudges) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // Nudges listen for the connection, so they must be there before it.
            ArgumentNullException.ThrowIfNull(nudges);
            await present.StartAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
