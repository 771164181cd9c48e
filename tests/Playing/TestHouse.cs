using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage;
using OmoBroadcast.Teams;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using OmoBroadcast.Webhooks;

namespace OmoBroadcast.Tests.Playing;

/// <summary>The service in this process, as much of it as a test needs, in a folder of its own. Who speaks to it is a <see cref="Face"/>
/// on top.</summary>
internal sealed class TestHouse : IAsyncDisposable
{
    private readonly IHost host;
    private readonly TempFolder folder;
    private readonly LogKeeper logs;

    private TestHouse(IHost host, TempFolder folder, LogKeeper logs)
    {
        (this.host, this.folder, this.logs) = (host, folder, logs);
        if (host is WebApplication web)
            Http.BaseAddress = new Uri(web.Urls.First());
    }

    /// <summary>To its socket, where it has one.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>All it logged: from Information on, or everything where it is the whole service.</summary>
    public string Logs => logs.Text;

    public static async Task<TestHouse> OpenAsync(HouseSetup setup)
    {
        var (folder, logs) = (new TempFolder(), new LogKeeper());
        IHost? host = null;
        try
        {
            var settings = await SettingsAsync(setup, folder.Path);
            host =
                setup.Parts == HouseParts.Sending ? Sending(setup, settings, folder.Path) : Listening(setup, settings, folder.Path, logs);
            await host.StartAsync();
            return new(host, folder, logs);
        }
        catch
        {
            await CloseAsync(host, folder);
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        await CloseAsync(host, folder);
    }

    private static async ValueTask CloseAsync(IHost? host, TempFolder folder)
    {
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<Dictionary<string, string?>> SettingsAsync(HouseSetup setup, string folder)
    {
        var dataDir = Path.Combine(folder, "data");
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Omo:DataDir"] = dataDir,
            ["Omo:Redis"] = setup.Redis,
            ["Omo:Database"] = setup.Database,
        };
        foreach (var (key, value) in setup.Settings)
            settings[key] = value;
        if (setup.Database.Length == 0 && settings["Omo:DataDir"] == dataDir)
            await MigratedDatabase.InFolderAsync(dataDir);
        return settings;
    }

    private static IHost Sending(HouseSetup setup, Dictionary<string, string?> settings, string folder)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = folder, DisableDefaults = true }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(setup.Clock);
        builder.AddStore();
        builder.Services.AddSingleton(
            new Roster([.. setup.Scripted.Select(one => one.Channel).Distinct()], [.. setup.Scripted.Select(one => one.Account)])
        );
        builder.AddBroadcast().AddDesks();
        return builder.Build();
    }

    private static WebApplication Listening(HouseSetup setup, Dictionary<string, string?> settings, string folder, LogKeeper logs)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = folder, EnvironmentName = setup.Environment }
        );
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(setup.Clock);
        var whole = setup.Parts == HouseParts.Whole;
        if (whole)
            builder.AddHouse();
        builder.AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams();
        if (whole)
        {
            builder.AddReception();
            foreach (var add in KnownChannels.OnlyHere)
                add(builder.Services);
        }

        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(whole ? LogLevel.Trace : LogLevel.Information);
        var app = builder.Build();
        if (whole)
            app.UseHouse().MapReception();
        app.MapTeams();
        return app;
    }
}
