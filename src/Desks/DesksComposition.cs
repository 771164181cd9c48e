using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Media;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Desks;

/// <summary>What staff may do, whichever face they look at.</summary>
public static class DesksComposition
{
    public static IHostApplicationBuilder AddDesks(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton(typeof(OncePerAct<>))
            .AddSingleton<RetryDesk>()
            .AddSingleton<StaffDesk>()
            .AddSingleton<ConversationDesk>()
            .AddSingleton<HistoryDesk>()
            .AddSingleton<InboxDesk>()
            .AddSingleton<CustomerDesk>()
            .AddSingleton<CustomerBook>()
            .AddSingleton<TeamDesk>()
            .AddSingleton<TeamTools>()
            .AddSingleton<CampaignDesk>()
            .AddSingleton<PromiseDesk>()
            .AddSingleton<PromiseTools>()
            .AddSingleton<PickDesk>()
            .AddSingleton<SearchDesk>()
            .AddSingleton<FindDesk>()
            .AddSingleton<SaidSearch>()
            .AddSingleton<SearchTools>()
            .AddSingleton<DraftDesk>()
            .AddSingleton<ComposeDesk>()
            .AddSingleton<RecordTools>()
            .AddSingleton<RecordDesk>()
            .AddSingleton<BindingDesk>()
            .AddSingleton<SavedReplyDesk>()
            .AddSingleton<AuditDesk>()
            .AddSingleton<AuditSources>()
            .AddSingleton<QuarantineDesk>()
            .AddSingleton<TemplateDesk>()
            .AddSingleton<NoticeDesk>()
            .AddSingleton<UnreadDesk>()
            .AddSingleton<WaitingDesk>()
            .AddSingleton<WindowDesk>()
            .AddSingleton<MediaDesk>();
        builder.AddSettings<AutomaticOptions, AutomaticValidation>(AutomaticOptions.Section);
        builder.Services.AddPrivacy().AddExports();
        return builder;
    }

    private static IServiceCollection AddPrivacy(this IServiceCollection services) =>
        services.AddSingleton<OptOutDesk>().AddSingleton<OptOutList>().AddSingleton<PersonalDataDesk>().AddSingleton<PersonalDataReader>();

    private static void AddExports(this IServiceCollection services) =>
        services
            .AddSingleton<ExportDesk>()
            .AddSingleton<IExport, RecipientsExport>()
            .AddSingleton<IExport, AuditExport>()
            .AddSingleton<IExport, PersonalDataExport>()
            .AddSingleton<IExport, OptOutExport>();
}
