using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Instagram;

/// <summary>Instagram's entry in the roster.</summary>
internal static class InstagramComposition
{
    /// <summary>For accounts with a login of Instagram's own.</summary>
    private static readonly Uri Own = new("https://graph.instagram.com");

    public static void AddInstagram(IServiceCollection services)
    {
        services.AddTraits(InstagramTraits.Value);
        services.AddKeyedSingleton(InstagramTraits.Id, static (provider, _) =>
            new MetaAccounts(provider.GetRequiredService<IOptions<AccountsOptions>>(), InstagramTraits.Id, Create)
        );
        services.AddSingleton<IChannel>(static provider => new InstagramChannel(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IProfiles>(static provider => new InstagramProfiles(
            Accounts(provider),
            provider.GetRequiredService<TimeProvider>()
        ));
    }

    /// <summary>Webhooks name the Instagram account, calls its page: <c>me</c> is whoever the token is of.</summary>
    private static MetaAccount Create(AccountOptions options) =>
        new(
            options,
            options.Flag(InstagramTraits.Login) ? Own : MetaAccounts.Facebook,
            options.Setting(MetaSettings.PageId) is { Length: > 0 } page ? page : "me"
        );

    private static MetaAccounts Accounts(IServiceProvider provider) => provider.GetRequiredKeyedService<MetaAccounts>(InstagramTraits.Id);
}
