using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Housekeeping;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Storage;

/// <summary>The present and the promises, embedded or on servers, by <see cref="StorageOptions"/>.</summary>
public static class StorageComposition
{
    public static IHostApplicationBuilder AddStore(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<StorageOptions, StorageValidation>("Omo", nameof(StorageOptions.Redis), nameof(StorageOptions.Database));
        builder.AddSettings<MediaOptions, MediaValidation>(
            MediaOptions.Section,
            $"{nameof(MediaOptions.S3)}:{nameof(S3Settings.SecretKey)}"
        );
        builder.AddSettings<LeaseOptions, LeaseValidation>(LeaseOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new FolderPermit(AlsoMoved: false));
        services.AddSingleton<HeldFolder>();
        services.AddSingleton(provider => After<HeldFolder, Database>(provider));
        services.AddSingleton(provider => After<HeldFolder, RedisConnection>(provider));
        services.AddLedger().AddTables().AddFaceTables();

        // In this order: nothing may touch the folder before it is ours.
        services.AddHostedService<DataFolderStartup>();
        services.AddSingleton<FreeSpace>().AddRound<FreeSpaceRound>();
        services.AddPresent().AddRound<CheckpointRound>();
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<MediaShelf>().AddRound<HalfReceivedRound>().AddJob<MediaJob>().AddJob<RetentionJob>();
        return builder;
    }

    // What is made first is disposed of last.
    private static T After<TFirst, T>(IServiceProvider provider)
        where TFirst : notnull
    {
        _ = provider.GetRequiredService<TFirst>();
        return ActivatorUtilities.CreateInstance<T>(provider);
    }

    private static IServiceCollection AddLedger(this IServiceCollection services) =>
        services
            .AddSingleton<RequestQueue>()
            .AddSingleton<Settlements>()
            .AddSingleton<SkipWriter>()
            .AddSingleton<LaunchWriter>()
            .AddSingleton<DeliveryReports>()
            .AddSingleton<Holds>()
            .AddSingleton<LedgerSweep>()
            .AddSingleton<Replies>()
            .AddSingleton<Reports>()
            .AddSingleton<PricedMessages>()
            .AddSingleton<Campaigns>()
            .AddSingleton<Approvals>()
            .AddSingleton<TemplateWaits>()
            .AddSingleton<Erasures>()
            .AddSingleton<LedgerRetention>()
            .AddSingleton<Retention>();

    private static IServiceCollection AddTables(this IServiceCollection services)
    {
        services.TryAddSingleton(SuppressionWords.Default);
        return services
            .AddSingleton<Suppressions>()
            .AddSingleton<OptOutFiles>()
            .AddSingleton<Bindings>()
            .AddSingleton<Changes>()
            .AddSingleton<Notes>()
            .AddSingleton<CareReader>()
            .AddSingleton<StaffDirectory>()
            .AddSingleton<StaffSettings>()
            .AddSingleton<SavedReplies>()
            .AddSingleton<OpenDrafts>()
            .AddSingleton<Templates>()
            .AddSingleton<Uploads>()
            .AddSingleton<WebhookInbox>()
            .AddSingleton<Journal>()
            .AddSingleton<AuditLog>()
            .AddSingleton<Notices>()
            .AddSingleton<CampaignNotices>()
            .AddSingleton<ExportLinks>();
    }

    private static IServiceCollection AddFaceTables(this IServiceCollection services) =>
        services
            .AddSingleton<ActivityInbox>()
            .AddSingleton<TeamsReferences>()
            .AddSingleton<Chats>()
            .AddSingleton<CampaignCards>()
            .AddSingleton<NoticeCards>()
            .AddSingleton<WaitingCards>()
            .AddSingleton<WindowTellings>()
            .AddSingleton<SaidCards>();
}
