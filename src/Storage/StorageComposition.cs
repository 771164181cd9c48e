using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Housekeeping;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage;

/// <summary>The present and the promises, embedded or on servers, by <see cref="StorageOptions"/>.</summary>
public static class StorageComposition
{
    public static IHostApplicationBuilder AddStore(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = builder.Configuration.GetSection("Omo").Get<StorageOptions>() ?? new();
        options.Validate();
        if (options.Database.Length > 0)
            options.Database = PostgresAddress.Read(options.Database);
        if (options.Redis.Length > 0)
            RedisAddress.Read(options.Redis);
        var leases = builder.Configuration.GetSection(LeaseOptions.Section).Get<LeaseOptions>() ?? new();
        leases.Validate();
        services.AddSingleton(options).AddSingleton(leases);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new Database(
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>()
        ));
        services.AddSingleton<Ledger>().AddSingleton<Campaigns>().AddSingleton<Approvals>().AddSingleton<CampaignCards>();
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
            .AddSingleton<Erasures>()
            .AddSingleton<NoticeCards>()
            .AddSingleton<SaidCards>();

        // In this order: nothing may touch the folder before it is ours.
        services.AddHostedService<DataFolderStartup>();
        services.AddSingleton<FreeSpace>().AddRound<FreeSpaceRound>();
        services.AddPresent(options).AddRound<CheckpointRound>();
        services.AddHostedService<DatabaseStartup>();
        AddMedia(services, builder.Configuration);
        return builder;
    }

    private static void AddMedia(IServiceCollection services, IConfiguration configuration)
    {
        var media = configuration.GetSection(MediaOptions.Section).Get<MediaOptions>() ?? new();
        if (media.S3.SecretKeyFile.Length > 0)
            media.S3.SecretKey = ReadSecret(media.S3.SecretKeyFile);
        media.Validate();
        services.AddSingleton(media).AddSingleton<MediaShelf>().AddRound<HalfReceivedRound>().AddJob<MediaJob>();
    }

    private static string ReadSecret(string file)
    {
        var (text, fault) = PastedValue.FromFile(file);
        return fault is null
            ? PastedValue.Clean(text!)
            : throw new InvalidOperationException($"{MediaOptions.Section}:S3:SecretKeyFile: {fault}");
    }
}
