using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>Messenger's entry in the roster.</summary>
internal static class MessengerComposition
{
    public static void AddMessenger(IServiceCollection services)
    {
        services.AddTraits(MessengerTraits.Value);
        services.AddKeyedSingleton(MessengerTraits.Id, static (provider, _) =>
            new MetaAccounts(
                provider.GetRequiredService<IOptions<AccountsOptions>>(),
                MessengerTraits.Id,
                static options => new MetaAccount(options, MetaAccounts.Facebook, options.Id)
            )
        );
        services.AddSingleton<IChannel>(static provider => new MessengerChannel(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IUploads>(static provider => new MessengerUploads(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IProfiles>(static provider => new MessengerProfiles(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
    }

    private static MetaAccounts Accounts(IServiceProvider provider) => provider.GetRequiredKeyedService<MetaAccounts>(MessengerTraits.Id);
}
