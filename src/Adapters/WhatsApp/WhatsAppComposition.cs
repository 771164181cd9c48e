using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>WhatsApp's entry in the roster.</summary>
internal static class WhatsAppComposition
{
    public static void AddWhatsApp(IServiceCollection services)
    {
        services.AddTraits(WhatsAppTraits.Value);
        services.AddKeyedSingleton(WhatsAppTraits.Id, static (provider, _) =>
            new MetaAccounts(provider.GetRequiredService<IOptions<AccountsOptions>>(), WhatsAppTraits.Id, static options => new MetaAccount(
                options,
                MetaAccounts.Facebook,
                options.Id
            ))
        );
        services.AddSingleton<IChannel>(static provider => new WhatsAppChannel(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<ITemplates>(static provider => new WhatsAppTemplates(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IReceived>(static provider => new WhatsAppReceived(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IUploads>(static provider => new WhatsAppUploads(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
    }

    private static MetaAccounts Accounts(IServiceProvider provider) => provider.GetRequiredKeyedService<MetaAccounts>(WhatsAppTraits.Id);
}
