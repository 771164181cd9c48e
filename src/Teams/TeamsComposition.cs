using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Following;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams;

/// <summary>Puts Teams into the house.</summary>
public static class TeamsComposition
{
    public static IHostApplicationBuilder AddTeams(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<TeamsOptions, TeamsValidation>(TeamsOptions.Section, nameof(TeamsOptions.ClientSecret));
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<ServiceHost>().AddSingleton<TokenCheck>();
        AddToken(services);
        AddConnector(services);
        AddAttachments(services);

        AddViews(services);
        AddFlows(services);
        services
            .AddSingleton<Visitors>()
            .AddSingleton<LateAnswers>()
            .AddSingleton<Invokes>()
            .AddSingleton<Arrivals>()
            .AddSingleton<WaitingApprovals>()
            .AddSingleton<Welcomes>()
            .AddSingleton<MessageResponder>()
            .AddSingleton<MessagesEndpoint>();
        services.AddSingleton<ArrivalQueue>().AddHostedService<ArrivalConsumer>().AddRound<ArrivalRound>().AddJob<ActivityJob>();
        services
            .AddSingleton<ProgressClock>()
            .AddRound<ProgressRound>()
            .AddRound<NoticeRound>()
            .AddSingleton<Banners>()
            .AddSingleton<LiveCardTools>()
            .AddSingleton<LiveCards>()
            .AddSingleton<MessageTelling>()
            .AddSingleton<ShownWords>()
            .AddSingleton<CardRedrawer>()
            .AddSingleton<MessageNews>()
            .AddRound<MessageRound>()
            .AddSingleton<WaitingTelling>()
            .AddRound<WaitingRound>()
            .AddSingleton<WindowTelling>()
            .AddRound<WindowRound>()
            .AddJob<SaidCardJob>();
        services.AddHostedService<SetUpHint>();
        return builder;
    }

    public static IEndpointRouteBuilder MapTeams(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/messages", (HttpContext context, MessagesEndpoint endpoint) => endpoint.TakeAsync(context));
        return routes;
    }

    // What flows show, and what several of them need.
    private static void AddViews(IServiceCollection services) =>
        services
            .AddSingleton<CustomerViews>()
            .AddSingleton<MediaViews>()
            .AddSingleton<ConversationLists>()
            .AddSingleton<ConversationViews>()
            .AddSingleton<RecordViews>()
            .AddSingleton<Drafts>()
            .AddSingleton<HandoverNotice>()
            .AddSingleton<QrPictures>()
            .AddSingleton<SearchFlow>()
            .AddSingleton<TypedReplyFlow>()
            .AddSingleton<AttachedDraftFlow>()
            .AddSingleton<LooseTextFlow>()
            .AddSingleton<TypedIntake>()
            .AddSingleton<AttachmentIntake>();

    private static void AddBroadcastFlows(IServiceCollection services)
    {
        AddFlow<CampaignFlow>(services);
        AddFlow<PickFlow>(services);
        AddFlow<ComposeFlow>(services);
        AddFlow<TemplateFlow>(services);
        AddFlow<PromiseFlow>(services);
        AddFlow<RecordFlow>(services);
        AddFlow<RetryFlow>(services);
        AddFlow<ReviseFlow>(services);
    }

    // Each flow registers its verbs and commands; the tables find them here.
    private static void AddFlows(IServiceCollection services)
    {
        AddFlow<ConversationFlow>(services);
        AddFlow<InboxFlow>(services);
        AddFlow<FindFlow>(services);
        AddFlow<PassFlow>(services);
        AddFlow<CustomerFlow>(services);
        AddFlow<HistoryFlow>(services);
        AddFlow<TeamFlow>(services);
        AddBroadcastFlows(services);
        AddFlow<AttachmentFlow>(services);
        AddFlow<SavedReplyFlow>(services);
        AddFlow<BindingFlow>(services);
        AddFlow<SettingsFlow>(services);
        AddFlow<AuditFlow>(services);
        AddFlow<PersonalDataFlow>(services);
        AddFlow<QuarantineFlow>(services);
        AddFlow<OptOutFlow>(services);
        AddFlow<HelpFlow>(services);
        AddFlow<MenuFlow>(services);
        services
            .AddSingleton<VerbTable>()
            .AddSingleton<CommandTable>()
            .AddSingleton<CardActs>()
            .AddSingleton<CardPlaces>()
            .AddSingleton<CardMemory>()
            .AddSingleton<ActionRouter>()
            .AddSingleton<ChatLines>()
            .AddSingleton<CustomerSheets>()
            .AddSingleton<MessageRouter>();
    }

    private static void AddFlow<T>(IServiceCollection services)
        where T : class
    {
        services.AddSingleton<T>();
        if (typeof(T).IsAssignableTo(typeof(IVerbSet)))
            services.AddSingleton(provider => (IVerbSet)provider.GetRequiredService<T>());
        if (typeof(T).IsAssignableTo(typeof(ICommandSet)))
            services.AddSingleton(provider => (ICommandSet)provider.GetRequiredService<T>());
    }

    private static void AddToken(IServiceCollection services)
    {
        // Asked for by the endpoint itself. A default scheme, which a single one would become by itself, would be tried on every webhook
        // too.
        services.AddAuthentication(options => options.DefaultScheme ??= "").AddJwtBearer(ChannelToken.Scheme, _ => { });
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ChannelToken>();
    }

    // No redirects and no cookies; nothing below may repeat a POST.
    private static void AddConnector(IServiceCollection services)
    {
        services
            .AddSingleton<Tokens>()
            .AddSingleton<ConnectorPace>()
            .AddSingleton<Turns>()
            .AddSingleton<ChatTrail>()
            .AddSingleton<ConnectorClient>()
            .AddTransient<TokenHandler>();
        services
            .AddHttpClient(Tokens.Client, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(Plain);
        services
            .AddHttpClient(ConnectorClient.Client, client => client.Timeout = TimeSpan.FromSeconds(15))
            .ConfigurePrimaryHttpMessageHandler(() =>
            {
                var handler = Plain();
                // Asked for or not, an answer may come compressed; what is read of it is bounded as it is unpacked.
                handler.AutomaticDecompression = System.Net.DecompressionMethods.All;
                return handler;
            })
            .AddHttpMessageHandler<TokenHandler>();
    }

    // What others name is fetched with a handler of its own: past no proxy, which would connect where we cannot look.
    private static void AddAttachments(IServiceCollection services)
    {
        services.TryAddSingleton<Resolve>(
            static (host, cancellationToken) => System.Net.Dns.GetHostAddressesAsync(host, cancellationToken)
        );
        services.AddSingleton<Dialer>().AddSingleton<AttachmentTrust>().AddSingleton<AttachmentFetcher>();
        services
            .AddHttpClient(AttachmentFetcher.Client, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = Plain();
                (handler.UseProxy, handler.ConnectCallback, handler.AutomaticDecompression) = (
                    false,
                    provider.GetRequiredService<Dialer>().ConnectAsync,
                    System.Net.DecompressionMethods.None
                );
                // A connection kept open would be used by a request that may not stay at home, or may.
                handler.PooledConnectionLifetime = TimeSpan.Zero;
                return handler;
            });
    }

    private static SocketsHttpHandler Plain() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxResponseHeadersLength = 32,
        };
}
