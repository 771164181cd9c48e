using System.Globalization;
using OmoBroadcast.Sandbox;

namespace OmoBroadcast.Tests.Servers;

/// <summary>The sandbox as its own process: LINE and the Teams connector on real sockets.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Child child;
    private readonly TempFolder folder;

    private SandboxProcess(Child child, TempFolder folder, Uri address, Uri secure)
    {
        (this.child, this.folder) = (child, folder);
        (Address, Secure, Client) = (address, secure, new SandboxClient(address));
    }

    public Uri Address { get; }

    /// <summary>The same over https, under <see cref="Certificate"/>.</summary>
    public Uri Secure { get; }

    /// <summary>In PEM, made for this sandbox.</summary>
    public string Certificate => Path.Combine(folder.Path, "https.pem");

    /// <summary>What an account's BaseUrl is set to.</summary>
    public string LineBase => $"{Address}line";

    /// <summary>What an activity's serviceUrl is set to.</summary>
    public string TeamsBase => $"{Address}teams";

    public SandboxClient Client { get; }

    public string Output => child.Output;

    /// <param name="keepAliveSeconds">How long it keeps a connection that nothing comes on; null: as chance has it, as short as platforms
    /// do.</param>
    /// <param name="app">It knows the bot's app: the connector wants tokens, and knows only those who were introduced to it.</param>
    public static async Task<SandboxProcess> StartAsync(int? keepAliveSeconds = null, bool app = true)
    {
        var folder = new TempFolder();
        await LoopbackCertificate.WriteAsync([folder.Path]);
        var (address, secure) = (Free("http"), Free("https"));
        var settings = new Dictionary<string, string> { ["Sandbox__Certificate"] = folder.Path };
        if (app)
            (settings["Sandbox__Teams__AppId"], settings["Sandbox__Teams__ClientSecret"]) = (TeamsAppSeed.AppId, TeamsAppSeed.ClientSecret);
        if (keepAliveSeconds is { } seconds)
            settings["Sandbox__KeepAliveSeconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        var child = Child.Start("sandbox", Programs.Dotnet, [Programs.Sandbox, "serve", "--urls", $"{address};{secure}"], settings);
        var sandbox = new SandboxProcess(child, folder, address, secure);
        try
        {
            await Health.ReadyAsync(child, new Uri(address, "health/live"), TimeSpan.FromSeconds(30));
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await child.DisposeAsync();
        folder.Dispose();
    }

    private static Uri Free(string scheme) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{Ports.Free()}/"));
}
