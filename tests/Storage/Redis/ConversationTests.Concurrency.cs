using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed partial class ConversationTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_many_who_take_at_once_exactly_one_wins(Engine engine)
    {
        var account = Engines.Account();
        var customers = Enumerable.Range(0, 200).Select(number => new CustomerKey(account, $"U{number}")).ToArray();
        // Two connections, so that the server sees two sessions.
        await using var other = await OtherAsync(engine);
        Conversations[] nodes = [engines.Conversations(engine), new(other, TimeProvider.System, SuppressionWords.Default)];
        await nodes[0].ApplyAsync([.. customers.Select(customer => Told.Message(customer, "e" + customer.UserId, Now))], false, None);

        foreach (var customer in customers)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 12).Select(staff => Task.Run(() => nodes[staff % 2].TakeAsync(customer, $"S{staff}", Now)))
            );
            Assert.Single(answers, Transition.Done);
            Assert.Equal(11, answers.Count(answer => answer == Transition.TakenByAnother));
            var winner = Array.IndexOf(answers, Transition.Done);
            Assert.Equal($"S{winner}", (await nodes[1].FindAsync(customer))!.Assignee);
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, 12).Select(staff => nodes[0].CountMineAsync(account, $"S{staff}", None)));
        Assert.Equal(customers.Length, counts.Sum());
        Assert.Equal(0, await nodes[0].CountPendingAsync(account, None));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nothing_is_lost_when_many_write_to_one_customer_at_once(Engine engine)
    {
        var customer = new CustomerKey(Engines.Account(), "U1");
        await using var other = await OtherAsync(engine);
        Conversations[] nodes = [engines.Conversations(engine), new(other, TimeProvider.System, SuppressionWords.Default)];
        var fresh = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(writer => Task.Run(() => WriteAsync(nodes[writer % 2], customer, writer)))
        );

        Assert.Equal(8 * 60, fresh.Sum());
        var found = await nodes[0].FindAsync(customer);
        Assert.Equal(
            Enumerable.Range(0, 16).Select(writer => $"tag{writer}").Order(StringComparer.Ordinal),
            found!.Tags.Order(StringComparer.Ordinal)
        );
        Assert.Equal(Now.AddHours(1).AddSeconds(15), found.LastAnsweredAt);
        Assert.Equal(16, (await nodes[0].TranscriptAsync(customer, 200)).Count(entry => entry.From == "S"));
    }

    /// <summary>Every event is told by two writers, every tag and every answer by one.</summary>
    /// <returns>How many of its events were new.</returns>
    private static async Task<int> WriteAsync(Conversations node, CustomerKey customer, int writer)
    {
        var fresh = 0;
        for (var number = 0; number < 60; number++)
        {
            var told = Told.Message(customer, $"e{(writer / 2 * 60) + number}", Now.AddMilliseconds(writer + number), "x");
            fresh += (await node.ApplyAsync([told], false, None))[0].Fresh ? 1 : 0;
            if (number == 30)
                await node.TagAsync(customer, [$"tag{writer}"], []);
            if (number == 31)
                await node.AddStaffMessageAsync(customer, $"a{writer}", "S", "answer", Now.AddHours(1).AddSeconds(writer));
        }

        return fresh;
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Pages_of_mine_hold_each_once_while_others_come_and_go(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var account = Engines.Account();
        await FiveHundredAsync(conversations, account);
        foreach (var size in (int[])[1, 7, 33, 450, 451, 1000])
        {
            var (seen, removed, cursor) = (new List<string>(), 0, (string?)null);
            do
            {
                var page = await conversations.PageMineAsync(account, "ME", cursor, size, None);
                Assert.True(page.Customers.Count <= size);
                seen.AddRange(page.Customers.Select(customer => customer.Key.UserId));
                cursor = page.Next;
                // One that was shown goes: the rest must not move.
                if (size == 33 && removed++ < 3)
                    await conversations.CloseAsync(page.Customers[0].Key, "me", Now);
            } while (cursor is not null);
            Assert.Equal(450 - (size > 33 ? 3 : 0), seen.Count);
            Assert.Equal(seen.Count, seen.Distinct().Count());
        }

        Assert.Empty((await conversations.PageMineAsync(account, "nobody", null, 10, None)).Customers);
        Assert.Equal(447, await conversations.CountMineAsync(account, "me", None));
        Assert.Equal(50, await conversations.CountMineAsync(account, "other", None));
    }

    /// <summary>Of whom one in ten is another's.</summary>
    private static async Task FiveHundredAsync(Conversations conversations, AccountKey account)
    {
        var keys = Enumerable.Range(0, 500).Select(number => new CustomerKey(account, $"U{number:000}")).ToArray();
        await conversations.ApplyAsync([.. keys.Select(key => Told.Message(key, "e" + key.UserId, Now))], false, None);
        await Task.WhenAll(keys.Select(key => conversations.TakeAsync(key, key.UserId.EndsWith('7') ? "other" : "me", Now)));
    }
}
