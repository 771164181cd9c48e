using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Line;
using OmoBroadcast.Sandbox.Meta;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Teams;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox;

/// <summary>The simulated platforms on a real socket, in this process.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app)
    {
        _app = app;
        BaseAddress = new Uri(app.Urls.First(url => url.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('/') + "/");
        SecureAddress = app.Urls.FirstOrDefault(url => url.StartsWith("https://", StringComparison.Ordinal)) is { } secure
            ? new Uri(secure.TrimEnd('/') + "/")
            : null;
        app.Services.GetRequiredService<Whereabouts>().Base = BaseAddress;
    }

    /// <summary>Where the ledger, the weather and the customers are; ends in a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The same over https, under <c>Sandbox__Certificate</c>; null if there is none.</summary>
    public Uri? SecureAddress { get; }

    /// <summary>What an account's BaseUrl is set to; no slash at the end.</summary>
    public string LineBase => $"{BaseAddress}line";

    /// <summary>What a Page's BaseUrl is set to; ends in a slash, and the version follows. So do the next two.</summary>
    public string MessengerBase => $"{BaseAddress}messenger/";

    public string InstagramBase => $"{BaseAddress}instagram/";

    public string WhatsAppBase => $"{BaseAddress}whatsapp/";

    /// <summary>What an activity's serviceUrl is set to; no slash at the end.</summary>
    public string TeamsBase => $"{BaseAddress}teams";

    /// <summary>Starts on a loopback address; port 0 takes any free one.</summary>
    /// <param name="urls">Addresses to listen on, with semicolons between them; the first over http is what accounts are told.</param>
    /// <param name="time">The platforms' clock: retry keys, buckets and slowness follow it.</param>
    /// <param name="certificate">A folder with <c>https.pem</c> and <c>https.key</c>, for addresses over https.</param>
    /// <param name="keepAlive">How long a connection that nothing comes on is kept; null = 10 to 60 s, by chance, as platforms
    /// differ.</param>
    public static async Task<SandboxHost> StartAsync(
        string urls = "http://127.0.0.1:0",
        TimeProvider? time = null,
        string? certificate = null,
        TimeSpan? keepAlive = null
    )
    {
        var app = Build(
            urls,
            time ?? TimeProvider.System,
            certificate,
            keepAlive ?? TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(10, 61))
        );
        await app.StartAsync();
        return new SandboxHost(app);
    }

    /// <summary>
    /// Serves until told to stop: <c>--urls http://127.0.0.1:5090</c>. The environment may name the service and its accounts
    /// (<c>Sandbox__Service</c>, <c>Sandbox__Accounts__0__Channel</c>, <c>…__Id</c>, <c>…__Secret</c>, <c>…__AccessToken</c>), the
    /// certificate it shows (<c>Sandbox__Trust</c>), the folder of our own (<c>Sandbox__Certificate</c>), the bot's app
    /// (<c>Sandbox__Teams__AppId</c>, <c>…__ClientSecret</c>) and how long connections are kept (<c>Sandbox__KeepAliveSeconds</c>).
    /// </summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(a => a != "serve")]).Build();
        var settings = configuration.GetSection("Sandbox");
        await using var host = await StartAsync(
            configuration["urls"] ?? configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:5090",
            null,
            settings["Certificate"],
            settings.GetValue<int?>("KeepAliveSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null
        );
        host.Declare(settings);
        Console.WriteLine(
            $"Sandbox on {host.BaseAddress} (LINE: {host.LineBase}, Meta: {host.MessengerBase} {host.InstagramBase} {host.WhatsAppBase}, Teams connector: {host.TeamsBase})"
        );
        await host._app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Has media fetched over https from a service on this machine that shows this certificate.</summary>
    /// <param name="path">In PEM.</param>
    public void Trust(string path) => _app.Services.GetRequiredService<Fetcher>().Trust(path);

    /// <summary>Stops at once; calls still held are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        _app.Services.GetRequiredService<HoldRoom>().Release(keepHolding: false);
        using (var now = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private void Declare(IConfigurationSection settings)
    {
        if (settings["Trust"] is { Length: > 0 } certificate)
            Trust(certificate);
        var service = settings["Service"]?.TrimEnd('/');
        if (service is not null)
            _app.Services.GetRequiredService<TeamsPeople>().Bot = new Uri($"{service}/api/messages");
        if (settings["Teams:AppId"] is { Length: > 0 } app)
            _app.Services.GetRequiredService<BotTokens>().Declare(app, settings["Teams:ClientSecret"] ?? "");
        foreach (var account in settings.GetSection("Accounts").GetChildren())
        {
            var id = account["Id"] ?? throw new InvalidOperationException($"{account.Path}:Id is missing");
            var channel = Enum.Parse<Channel>(account["Channel"] ?? "line", ignoreCase: true);
            var webhook = service is null ? null : new Uri($"{service}/webhooks/{channel.Name()}");
            if (channel == Channel.Line)
            {
                _app.Services.GetRequiredService<LineAccounts>()
                    .Declare(new AccountRequest(id, account["AccessToken"], account["Secret"], webhook, account["Name"]));
                continue;
            }

            _app.Services.GetRequiredService<MetaAccounts>()
                .Declare(
                    channel,
                    new MetaAccountRequest(
                        id,
                        account["AccessToken"],
                        account["Secret"],
                        null,
                        account["VerifyToken"],
                        webhook,
                        account["Name"],
                        account["AppId"],
                        account["Waba"],
                        account["Phone"]
                    )
                );
        }
    }

    private static WebApplication Build(string urls, TimeProvider time, string? certificate, TimeSpan keepAlive)
    {
        // Empty: the service's own settings files and environment must not reach the platforms it talks to.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "OmoBroadcast.Sandbox" });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.KeepAliveTimeout = keepAlive;
            if (certificate is not null)
                kestrel.ConfigureHttpsDefaults(https =>
                    https.ServerCertificate = X509Certificate2.CreateFromPemFile(
                        Path.Combine(certificate, "https.pem"),
                        Path.Combine(certificate, "https.key")
                    )
                );
        });
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(urls);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddLogging(log => log.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        builder.Services.AddSingleton(new SandboxClock(time));
        builder.AddLedger().AddWeather().AddCustomers().AddLine().AddMeta().AddTeams();

        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("Healthy"));
        app.MapGet("/health/ready", () => Results.Text("Healthy"));
        app.MapLedger().MapWeather().MapCustomers().MapLine().MapMeta().MapTeams();
        return app;
    }
}
