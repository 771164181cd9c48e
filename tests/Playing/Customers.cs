using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Playing;

/// <summary>Customers who write in, as if their webhooks had just been accepted, and whom staff take.</summary>
/// <param name="account">Of those who are new.</param>
internal sealed class Customers(TestHouse house, AccountKey account)
{
    private static int events;
    private int people;

    private Conversations Conversations => house.Get<Conversations>();

    /// <summary>A new customer writes.</summary>
    public async Task<CustomerKey> WriteAsync(string words = "嗨")
    {
        var customer = new CustomerKey(account, LineJson.User(Interlocked.Increment(ref people)));
        await WriteAsync(customer, words);
        return customer;
    }

    /// <summary>This customer writes, be it again or for the first time.</summary>
    public Task WriteAsync(CustomerKey customer, string words)
    {
        var number = Interlocked.Increment(ref events);
        return TellAsync(customer, new InboundBody.Message($"message {number}", MessageKind.Text, words, null));
    }

    /// <summary>Something comes from this customer.</summary>
    /// <param name="raw">The event as the platform wrote it.</param>
    public Task TellAsync(CustomerKey customer, InboundBody body, string? raw = null) =>
        Conversations.ApplyAsync(
            [
                new(
                    $"event {Interlocked.Increment(ref events)}",
                    customer.Account,
                    customer.UserId,
                    TimeProvider.System.GetUtcNow(),
                    false,
                    body,
                    raw
                ),
            ],
            suppressionsPending: false,
            default
        );

    /// <summary>This customer writes and is taken.</summary>
    public async Task TakenAsync(CustomerKey customer, StaffMember by, string? name = null)
    {
        await WriteAsync(customer, "嗨");
        if (name is not null)
            await Conversations.SetProfileAsync(customer, new Profile(name, null));
        Assert.Equal(Transition.Done, await Conversations.TakeAsync(customer, by.Id, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>A new customer in a conversation of this person's.</summary>
    public async Task<CustomerKey> TakenAsync(StaffMember by)
    {
        var customer = await WriteAsync();
        Assert.Equal(Transition.Done, await Conversations.TakeAsync(customer, by.Id, TimeProvider.System.GetUtcNow()));
        return customer;
    }

    /// <summary>New customers in conversations of this person's, one after the other.</summary>
    public async Task<IReadOnlyList<CustomerKey>> TakenAsync(StaffMember by, int count)
    {
        var taken = new List<CustomerKey>();
        while (taken.Count < count)
            taken.Add(await TakenAsync(by));
        return taken;
    }
}
