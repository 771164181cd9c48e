using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A house in Development that believes activities from this machine, with LINE and the Connector played by one stub.</summary>
public sealed class OpenHouse : IAsyncLifetime
{
    private static readonly AccountKey Account = new(ChannelId.Line, House.Line);
    private int customers;

    internal ConnectorStub Stub { get; private set; } = null!;

    internal House House { get; private set; } = null!;

    /// <summary>Messages that reached LINE for one person each.</summary>
    internal int Pushes => Stub.All.Count(call => call.Path == "/line/v2/bot/message/push");

    public async ValueTask InitializeAsync()
    {
        Stub = await ConnectorStub.StartAsync();
        House = await House.StartAsync(Stub, "Development", ("Omo:Teams:AllowAnonymous", "true"));
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Stub.DisposeAsync();
    }

    /// <summary>A new customer writes.</summary>
    internal async Task<CustomerKey> CustomerSaysAsync(string words)
    {
        var number = Interlocked.Increment(ref customers);
        var customer = new CustomerKey(Account, "U" + number.ToString("x32", CultureInfo.InvariantCulture));
        var said = new InboundEvent(
            $"event {number}",
            Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message($"{number}", MessageKind.Text, words, null),
            null
        );
        await House.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
        return customer;
    }

    /// <summary>A customer who is there already writes again.</summary>
    internal Task CustomerSaysAgainAsync(CustomerKey customer, string words)
    {
        var number = Interlocked.Increment(ref customers);
        var said = new InboundEvent(
            $"event {number}",
            Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message($"{number}", MessageKind.Text, words, null),
            null
        );
        return House.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
    }

    /// <summary>New customers in conversations of this person's.</summary>
    internal async Task<IReadOnlyList<CustomerKey>> CustomersOfAsync(string staffId, int count)
    {
        var taken = new List<CustomerKey>();
        for (var i = 0; i < count; i++)
        {
            taken.Add(await CustomerSaysAsync("嗨"));
            Assert.Equal(Transition.Done, await House.Get<Conversations>().TakeAsync(taken[^1], staffId, TimeProvider.System.GetUtcNow()));
        }
        return taken;
    }
}
