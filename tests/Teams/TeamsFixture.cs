using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A house with Teams that the tests of a class share.</summary>
public sealed class TeamsFixture : IAsyncLifetime
{
    internal ConnectorStub Stub { get; private set; } = null!;

    internal TeamsFace Teams { get; private set; } = null!;

    internal Customers Customers => Teams.Customers;

    /// <summary>Messages that reached LINE for one person each.</summary>
    internal int Pushes => Stub.All.Count(call => call.Path == "/line/v2/bot/message/push");

    public async ValueTask InitializeAsync()
    {
        Stub = await ConnectorStub.StartAsync();
        Teams = await TeamsFace.OpenAsync(Stub);
    }

    public async ValueTask DisposeAsync()
    {
        await Teams.DisposeAsync();
        await Stub.DisposeAsync();
    }
}
