namespace OmoBroadcast.Tests.Servers;

/// <summary>The service as its own process: one node.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Child child;

    private ServiceProcess(Child child, Uri address) => (this.child, Address) = (child, address);

    public Uri Address { get; }

    public string Output => child.Output;

    public bool HasExited => child.HasExited;

    public int ExitCode => child.ExitCode;

    /// <summary>Starts it, ready or not.</summary>
    public static ServiceProcess Launch(string name, Uri address, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address.ToString() };
        all.TryAdd("ASPNETCORE_ENVIRONMENT", "Development");
        return new ServiceProcess(Child.Start(name, Programs.Dotnet, [Programs.Webhooks], all), address);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string name, Uri address, IReadOnlyDictionary<string, string> settings)
    {
        var service = Launch(name, address, settings);
        try
        {
            await service.ReadyAsync(TimeSpan.FromSeconds(60));
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public Task ReadyAsync(TimeSpan within) => Health.ReadyAsync(child, new Uri(Address, "health/ready"), within);

    public Task KillAsync() => child.KillAsync();

    public Task TerminateAsync(TimeSpan within) => child.TerminateAsync(within);

    public void Pause() => child.Pause();

    public void Continue() => child.Continue();

    public Task WaitForExitAsync(TimeSpan within) => child.WaitForExitAsync(within);

    public bool IsDisposed { get; private set; }

    public ValueTask DisposeAsync()
    {
        if (IsDisposed)
            return ValueTask.CompletedTask;
        IsDisposed = true;
        return child.DisposeAsync();
    }
}
