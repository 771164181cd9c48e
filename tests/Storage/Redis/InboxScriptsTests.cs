using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Marks of what is unread, transfers, and the lists of what was closed, on both engines.</summary>
public sealed class InboxScriptsTests(Engines engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
    );
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whoever_writes_again_has_not_begun_to_wait_anew(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "U1");
        async Task<DateTimeOffset?> WaitsAsync(params int[] minutes)
        {
            foreach (var at in minutes)
                await conversations.ApplyAsync([Told.Message(customer, $"e{at}", Now.AddMinutes(at))], false, None);
            return (await conversations.FindAsync(customer))!.WaitingSince;
        }

        Assert.Equal(Now.AddMinutes(1), await WaitsAsync(2, 1));
        await conversations.TakeAsync(customer, "S1", Now.AddMinutes(3));
        Assert.Equal(Now.AddMinutes(1), await WaitsAsync(5));
        await conversations.AddStaffMessageAsync(customer, "a1", "S1", "Good day", Now.AddMinutes(6));
        Assert.Null(await WaitsAsync());
        Assert.Equal(Now.AddMinutes(7), await WaitsAsync(7, 8));
        // Of before the answer, and late.
        Assert.Equal(Now.AddMinutes(7), await WaitsAsync(4));
        await conversations.AddStaffMessageAsync(customer, "a2", "S1", "Yes", Now.AddMinutes(9));
        Assert.Equal(Now.AddMinutes(10), await WaitsAsync(10));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_mark_is_given_to_one_of_two_nodes(Engine engine)
    {
        var account = Engines.Account();
        await using var other = await Engines.ConnectAsync(engines[engine].Configuration);
        Unread[] nodes = [new(engines[engine]), new(other)];
        var conversations = engines.Conversations(engine);
        var keys = Enumerable.Range(0, 100).Select(number => new CustomerKey(account, $"U{number}")).ToArray();
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "a" + key.UserId, Now))], false, None);
        await Task.WhenAll(keys.Select(key => conversations.TakeAsync(key, "A", Now)));
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "b" + key.UserId, Now.AddSeconds(1)))], false, None);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(() => nodes[turn % 2].TakeAsync(account, 50, None))));
        Assert.Equal(
            keys.Select(key => key.UserId).Order(StringComparer.Ordinal),
            taken.SelectMany(some => some).Select(key => key.UserId).Order(StringComparer.Ordinal)
        );
        Assert.Empty(await nodes[0].TakeAsync(account, 50, None));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_mark_goes_with_the_answer_the_close_and_the_telling_and_comes_with_the_transfer(Engine engine)
    {
        var account = Engines.Account();
        var unread = new Unread(engines[engine]);
        var conversations = engines.Conversations(engine);
        CustomerKey answered = new(account, "answered"),
            closed = new(account, "closed"),
            told = new(account, "told"),
            news = new(account, "news"),
            passed = new(account, "passed");
        CustomerKey[] keys = [answered, closed, told, news, passed];
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "a" + key.UserId, Now))], false, None);
        foreach (var key in keys)
            await conversations.TakeAsync(key, "A", Now);
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "b" + key.UserId, Now.AddSeconds(1)))], false, None);
        var seen = (await conversations.FindAsync(news))!;
        await conversations.ApplyAsync([Told.Message(news, "c", Now.AddSeconds(2))], false, None);
        await conversations.AddStaffMessageAsync(answered, "r", "A", "yes", Now.AddSeconds(3));
        await conversations.CloseAsync(closed, "A", Now.AddSeconds(3));
        await unread.ToldAsync((await conversations.FindAsync(told))!, TimeSpan.Zero, None);
        await unread.ToldAsync(seen, TimeSpan.Zero, None);
        var before = (await conversations.FindAsync(passed))!;
        await conversations.PassAsync(passed, "A", "B", Now.AddSeconds(3));
        await unread.ToldAsync(before, TimeSpan.Zero, None);
        var taken = await unread.TakeAsync(account, 50, None);
        Assert.Equal(["news", "passed"], taken.Select(key => key.UserId).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Closed_ones_are_the_latest_first_bounded_and_only_while_they_are_so(Engine engine)
    {
        var account = Engines.Account();
        var conversations = engines.Conversations(engine);
        var keys = Enumerable.Range(0, 30).Select(number => new CustomerKey(account, $"U{number:00}")).ToArray();
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "a" + key.UserId, Now))], false, None);
        for (var at = 0; at < keys.Length; at++)
        {
            await conversations.TakeAsync(keys[at], "A", Now.AddSeconds(1));
            await conversations.CloseAsync(keys[at], "A", Now.AddSeconds(10 + at));
        }

        await conversations.ApplyAsync([Told.Message(keys[29], "again", Now.AddSeconds(100))], false, None);
        await conversations.TakeAsync(keys[29], "B", Now.AddSeconds(101));
        await conversations.CloseAsync(keys[29], "B", Now.AddSeconds(102));
        await conversations.ReopenAsync(keys[28], "A", Now.AddSeconds(103));
        await conversations.ApplyAsync([Told.Message(keys[27], "again27", Now.AddSeconds(104))], false, None);
        Assert.Equal(keys[..27].Reverse().Take(10), (await conversations.ClosedAsync(account, "a", 10, None)).Select(one => one.Key));
        Assert.Equal([keys[29]], (await conversations.ClosedAsync(account, "B", 10, None)).Select(one => one.Key));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_two_transfers_at_once_one_is_done(Engine engine)
    {
        var account = Engines.Account();
        var conversations = engines.Conversations(engine);
        for (var number = 0; number < 50; number++)
        {
            var key = new CustomerKey(account, $"U{number}");
            await conversations.ApplyAsync([Told.Message(key, $"e{number}", Now)], false, None);
            await conversations.TakeAsync(key, "A", Now);
            var done = await Task.WhenAll(conversations.PassAsync(key, "A", "B", Now), conversations.PassAsync(key, "A", "C", Now));
            Assert.Single(done, Transition.Done);
        }

        Assert.Equal(
            (0, 50),
            (
                await conversations.CountMineAsync(account, "A", None),
                await conversations.CountMineAsync(account, "B", None) + await conversations.CountMineAsync(account, "C", None)
            )
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Reopening_is_for_whoever_closed_it(Engine engine)
    {
        var key = new CustomerKey(Engines.Account(), "U1");
        var conversations = engines.Conversations(engine);
        await conversations.ApplyAsync([Told.Message(key, "e", Now)], false, None);
        await conversations.TakeAsync(key, "B", Now);
        await conversations.CloseAsync(key, "B", Now.AddSeconds(1));
        Assert.NotEqual(Transition.Done, await conversations.ReopenAsync(key, "A", Now.AddSeconds(2)));
    }
}
