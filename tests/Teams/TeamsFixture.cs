using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A house with Teams that the tests of a class share.</summary>
public sealed class TeamsFixture : IAsyncLifetime
{
    internal ConnectorStub Stub { get; private set; } = null!;

    internal TeamsFace Teams { get; private set; } = null!;

    internal Customers Customers => Teams.Customers;

    internal IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Messages that reached LINE for one person each.</summary>
    internal int Pushes => Stub.All.Count(call => call.Path == "/line/v2/bot/message/push");

    public async ValueTask InitializeAsync()
    {
        Stub = await ConnectorStub.StartAsync();
        Teams = await TeamsFace.OpenAsync(Stub, Settings);
    }

    /// <summary>Opens it with a customer called Ada, whom the seller, who can be written to, has in progress.</summary>
    internal async Task<CustomerKey> OpenWithAdaAsync()
    {
        await InitializeAsync();
        await Teams.SayAsync(Staff.Seller, "help");
        var customer = await Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new("Ada", "en"));
        return customer;
    }

    public async ValueTask DisposeAsync()
    {
        await Teams.DisposeAsync();
        await Stub.DisposeAsync();
    }
}
