using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Housekeeping;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast;

/// <summary>Desks, planning, the clock and, on a node that sends, the sending.</summary>
public static class BroadcastComposition
{
    public static IHostApplicationBuilder AddBroadcast(this IHostApplicationBuilder builder)
    {
        var options = builder.AddSettings<BroadcastOptions, BroadcastValidation>("Omo");
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddSingleton<Node>()
            .AddSingleton(new Capabilities(options.SameOnDesktop))
            .AddSingleton<AudienceReader>()
            .AddSingleton<EligibilityFacts>()
            .AddSingleton<EligibilityFilter>()
            .AddSingleton<Quotas>()
            .AddSingleton(RateFile.Load(options.RatesFile))
            .AddSingleton<Costs>()
            .AddSingleton<Outlook>()
            .AddSingleton<SendWindows>()
            .AddSingleton<Previewer>()
            .AddSingleton<ContentRules>();
        builder.AddSettings<SendWindowOptions, SendWindowValidation>("Omo:SendWindow");
        services
            .AddSingleton<Clockwork>()
            .AddSingleton<LaunchTimetable>()
            .AddHostedService(provider => provider.GetRequiredService<LaunchTimetable>());
        if (options.Sends)
            AddSending(services);
        return builder;
    }

    private static void AddSending(IServiceCollection services)
    {
        services
            .AddSingleton<LaunchPages>()
            .AddSingleton<ApprovalCheck>()
            .AddSingleton<Launcher>()
            .AddSingleton<TemplateHolds>()
            .AddSingleton<ChangeFeeds>()
            .AddSingleton<SendingFacts>()
            .AddSingleton<WindowLimits>()
            .AddSingleton<Withdrawal>()
            .AddSingleton<Recheck>()
            .AddSingleton<Contents>()
            .AddSingleton<MediaSources>()
            .AddSingleton<RequestPreparer>()
            .AddSingleton<RequestSource>()
            .AddSingleton<Settler>()
            .AddSingleton<Aftermath>()
            .AddSingleton<CallResults>()
            .AddSingleton<Lanes>()
            .AddRound<TemplateRound>()
            .AddRound<ErasureRound>()
            .AddRound<TemplateHoldRound>()
            .AddJob<AuditJob>();
        // Stopped in the opposite order: no more calls, then their results written.
        services.AddHostedService(provider => provider.GetRequiredService<Settler>());
        services.AddHostedService<Dispatcher>();
        services
            .AddSingleton<DueCampaigns>()
            .AddRound<Sweeper>()
            .AddRound<SendWindowRound>()
            .AddRound<QueueDepthRound>()
            .AddRound<TallyRound>()
            .AddHostedService<ImmediateLaunches>();
    }
}
