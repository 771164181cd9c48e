using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>One message in six seconds to one person, forty-five at once, borrowed from the time to come.</summary>
public sealed class PairTests(Engines engines)
{
    private static readonly PairLimit Limit = new(TimeSpan.FromSeconds(6), 45);
    private static readonly AccountKey Number = new(ChannelId.WhatsApp, "106");

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_burst_is_had_at_once_and_paid_back(Engine engine)
    {
        var recipientRate = new RecipientRate(engines[engine]);
        var number = Number with { Id = Guid.NewGuid().ToString("N") };
        var one = new CustomerKey(number, "88691");
        var other = new CustomerKey(number, "88692");
        Assert.All(await recipientRate.TakeAsync(Limit, [.. Enumerable.Repeat((one, 5), 9)], default), wait =>
            Assert.Equal(TimeSpan.Zero, wait)
        );
        Assert.InRange((await recipientRate.TakeAsync(Limit, [(one, 1)], default))[0], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.InRange((await recipientRate.TakeAsync(Limit, [(one, 5)], default))[0], TimeSpan.FromSeconds(27), TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, (await recipientRate.TakeAsync(Limit, [(other, 45)], default))[0]);
    }

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_refused_takes_nothing_and_no_more_than_a_burst_is_asked_for(Engine engine)
    {
        var recipientRate = new RecipientRate(engines[engine]);
        var number = Number with { Id = Guid.NewGuid().ToString("N") };
        var one = new CustomerKey(number, "a}:{b");
        Assert.Equal(TimeSpan.Zero, (await recipientRate.TakeAsync(Limit, [(one, 44)], default))[0]);
        for (var again = 0; again < 3; again++)
            Assert.NotEqual(TimeSpan.Zero, (await recipientRate.TakeAsync(Limit, [(one, 100)], default))[0]);
        Assert.Equal(TimeSpan.Zero, (await recipientRate.TakeAsync(Limit, [(one, 1)], default))[0]);
    }
}
