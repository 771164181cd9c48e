using System.Globalization;

namespace OmoBroadcast.Tests.Servers;

/// <summary>The sandbox as its own process: LINE and the Teams connector on real sockets.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Child child;

    private SandboxProcess(Child child, Uri address) => (this.child, Address, Client) = (child, address, new SandboxClient(address));

    public Uri Address { get; }

    /// <summary>What an account's BaseUrl is set to.</summary>
    public string LineBase => $"{Address}line";

    /// <summary>What an activity's serviceUrl is set to.</summary>
    public string TeamsBase => $"{Address}teams";

    public SandboxClient Client { get; }

    public string Output => child.Output;

    public static async Task<SandboxProcess> StartAsync()
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/"));
        var child = Child.Start("sandbox", Programs.Dotnet, [Programs.Sandbox, "serve", "--urls", address.ToString()], new Dictionary<string, string>());
        var sandbox = new SandboxProcess(child, address);
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
    }
}
