using Microsoft.Extensions.Options;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Webhooks.Condition;
using OmoBroadcast.Webhooks.Customers;
using OmoBroadcast.Webhooks.Files;
using OmoBroadcast.Webhooks.People;
using OmoBroadcast.Webhooks.Reception;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks;

/// <summary>Everything that comes in from customers, and what follows from it.</summary>
internal static class ReceptionComposition
{
    public static IHostApplicationBuilder AddReception(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<OmoOptions>();
            return new SuppressionWords(
                options.StopWords.Count > 0 ? options.StopWords : DefaultSuppressionWords.Stop,
                options.ResumeWords.Count > 0 ? options.ResumeWords : DefaultSuppressionWords.Resume
            );
        });
        services.AddSingleton<Answers>().AddSingleton<OptOuts>().AddSingleton<BindingWords>().AddSingleton<StoredBody>();
        services.AddSingleton<FreshEvents>();
        services.AddSingleton<Circuit>();
        services.AddSingleton<ReplaySignal>();
        services.AddSingleton<ReportedEvents>();
        services.AddSingleton<Intake>();
        services.AddSingleton<WebhookAcceptor>();
        services.AddSingleton<JournalSignal>().AddSingleton<JournalDrain>().AddSingleton<JournalRedo>();
        services.AddSingleton<PresentRebuild>().AddRound<JournalRound>();
        services.AddSingleton<ReturnSignal>().AddRound<ReturnRound>();
        services.AddSingleton<BodyBudget>();
        services.AddSingleton<Lookups>().AddSingleton<ReceivedLookup>();
        services.AddSingleton<WebhookEndpoint>().AddSingleton<ExportEndpoint>();
        services.AddSingleton<ProfileLookup>().AddRound<ProfileRound>();

        services.AddSingleton<IConfigureOptions<StaffOptions>>(new StaffBinding(builder.Configuration));
        services.AddSingleton<IValidateOptions<StaffOptions>, StaffValidation>();
        services.AddOptions<StaffOptions>().ValidateOnStart();
        services.AddHostedService<StaffLoader>();

        if (builder.Settings<BroadcastOptions>().Sends)
        {
            services.AddRound<ReplayRound>().AddRound<SuppressionRound>().AddJob<JournalJob>().AddJob<DepartureJob>();
            services.AddSingleton<ReportPlaces>().AddRound<ReportRound>().AddJob<ReportJob>();
        }

        // After the stores: nothing may touch the data folder before it is ours.
        services.AddSingleton<BacklogCounter>().AddRound<EngineRound>().AddRound<BacklogRound>();
        return builder;
    }

    public static IEndpointRouteBuilder MapReception(this WebApplication app)
    {
        if (app.Services.GetRequiredService<BroadcastOptions>().IsWeb)
        {
            var endpoint = app.Services.GetRequiredService<WebhookEndpoint>();
            app.MapPost("/webhooks/{channel}", endpoint.PostAsync).ShortCircuit();
            app.MapGet("/webhooks/{channel}", endpoint.GetAsync).ShortCircuit();
            app.MapPost("/webhooks/{channel}/{**path}", endpoint.PostAsync).ShortCircuit();
            app.MapGet("/webhooks/{channel}/{**path}", endpoint.GetAsync).ShortCircuit();
            app.MapMedia().MapReceived();
            var export = app.Services.GetRequiredService<ExportEndpoint>();
            app.MapGet("/export/{token}", export.ShowAsync);
            app.MapPost("/export/{token}", export.DownloadAsync);
        }

        return app;
    }
}
