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
        services.AddSingleton(provider => new Database(
            provider.GetRequiredService<StorageOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>()
        ));
        // The ledger.
        services
            .AddSingleton<RequestQueue>()
            .AddSingleton<Settlements>()
            .AddSingleton<SkipWriter>()
            .AddSingleton<LaunchWriter>()
            .AddSingleton<DeliveryReports>()
            .AddSingleton<Holds>()
            .AddSingleton<LedgerSweep>()
            .AddSingleton<Replies>();
        services.AddSingleton<Campaigns>().AddSingleton<Approvals>().AddSingleton<CampaignCards>();
        services.AddSingleton<Suppressions>().AddSingleton<StaffDirectory>().AddSingleton<StaffSettings>().AddSingleton<TeamsReferences>();
        services.AddSingleton<AuditLog>().AddSingleton<ActivityInbox>().AddSingleton<WebhookInbox>();
        services
            .AddSingleton<Reports>()
            .AddSingleton<Notices>()
            .AddSingleton<CampaignNotices>()
            .AddSingleton<ExportLinks>()
            .AddSingleton<TemplateWaits>()
            .AddSingleton<Uploads>();
        services
            .AddSingleton<Changes>()
            .AddSingleton<Bindings>()
            .AddSingleton<Templates>()
            .AddSingleton<SavedReplies>()
            .AddSingleton<OpenDrafts>()
            .AddSingleton<Chats>()
            .AddSingleton<PricedMessages>();
        services.TryAddSingleton(SuppressionWords.Default);
        services
            .AddSingleton<OptOutFiles>()
            .AddSingleton<Notes>()
            .AddSingleton<CareReader>()
            .AddSingleton<Erasures>()
            .AddSingleton<NoticeCards>()
            .AddSingleton<SaidCards>();

        // In this order: nothing may touch the folder before it is ours.
        services.AddHostedService<DataFolderStartup>();
        services.AddSingleton<FreeSpace>().AddRound<FreeSpaceRound>();
        services.AddPresent().AddRound<CheckpointRound>();
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<MediaShelf>().AddRound<HalfReceivedRound>().AddJob<MediaJob>();
        return builder;
    }
}
