using System.Globalization;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Scene;

/// <summary>The real host in its own process.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly Child child;

    private Service(Child child, int port) => (this.child, Port) = (child, port);

    public int Port { get; }

    public int Id => child.Id;

    public static async Task<Service> StartAsync(string name, IReadOnlyDictionary<string, string> settings, string environment)
    {
        var port = Ports.Free();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        var child = Child.Start(
            name,
            Programs.Dotnet,
            [Programs.Webhooks],
            new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address.ToString(), ["ASPNETCORE_ENVIRONMENT"] = environment }
        );
        try
        {
            await Health.ReadyAsync(child, new Uri(address, "health/ready"), TimeSpan.FromSeconds(60));
            return new(child, port);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!child.HasExited)
            await child.TerminateAsync(TimeSpan.FromSeconds(30));
        await child.DisposeAsync();
    }
}
