using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters.Instagram;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Adapters.Messenger;
using OmoBroadcast.Adapters.WhatsApp;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>The channels this build can speak.</summary>
public static class AdaptersComposition
{
    /// <summary>The roster: one line per channel.</summary>
    private static readonly IReadOnlyList<Action<IServiceCollection>> Channels =
    [
        LineComposition.AddLine,
        MessengerComposition.AddMessenger,
        InstagramComposition.AddInstagram,
        WhatsAppComposition.AddWhatsApp,
    ];

    /// <summary>
    /// Binds <c>Omo:Accounts</c> (checked at start) and registers each channel's <see cref="ChannelTraits"/>, <see cref="IChannel"/> and
    /// what
    /// else it has, the <see cref="Account"/>s and the <see cref="Roster"/>.
    /// </summary>
    public static IHostApplicationBuilder AddAdapters(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IConfigureOptions<AccountsOptions>>(provider => new AccountsBinding(
            builder.Configuration,
            provider.GetServices<ChannelTraits>()
        ));
        services.AddSingleton<IValidateOptions<AccountsOptions>>(provider => new AccountsValidation(provider.GetServices<ChannelTraits>()));
        services.AddOptions<AccountsOptions>().ValidateOnStart();
        services.AddSingleton<IEnumerable<Account>>(provider =>
            [.. provider.GetRequiredService<IOptions<AccountsOptions>>().Value.Accounts.Select(account => account.ToAccount())]
        );
        services.AddSingleton(provider => new Roster(
            provider.GetServices<IChannel>(),
            provider.GetRequiredService<IEnumerable<Account>>()
        ));
        foreach (var add in Channels)
            add(services);
        return builder;
    }
}
