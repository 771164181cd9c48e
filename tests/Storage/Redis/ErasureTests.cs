using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Somebody who is to be forgotten is in no key any more.</summary>
public sealed class ErasureTests(Engines engines)
{
    private const string Canary = "886900canary";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
    );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_is_in_no_key_any_more_and_their_neighbour_is(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var account = Engines.Account() with { Channel = ChannelId.WhatsApp };
        CustomerKey person = new(account, Canary),
            neighbour = new(account, "886900neighbour");
        await LeaveTracesAsync(conversations, person, "金絲雀");
        await LeaveTracesAsync(conversations, neighbour, "鄰居");
        Assert.Equal(
            "金絲雀",
            Assert.Single(await conversations.SearchAsync(account, customer => customer.Name == "金絲雀", 10, default)).Name
        );
        Assert.NotEmpty(await FoundAsync(engines[engine], account, Canary, "金絲雀"));

        await conversations.EraseAsync(person, Now.AddMinutes(1), default);
        // Repeated events of what is forgotten are known by digests alone, and bring nobody back.
        var repeated = Told.Message(person, "a金絲雀", Now, "金絲雀在嗎") with { Name = "金絲雀", Alias = $"TW.{person.UserId}" };
        await TellAsync(conversations, repeated);
        await conversations.EraseAsync(person, Now.AddMinutes(1), default);

        Assert.Empty(await FoundAsync(engines[engine], account, Canary, "金絲雀"));
        Assert.Equal(
            (0, 1),
            (await conversations.CountPendingAsync(account, default), await conversations.CountMineAsync(account, "mei", default))
        );
        Assert.Equal(["鄰居"], (await conversations.FindAsync(neighbour))!.Tags);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_writes_again_is_somebody_new_and_stays(Engine engine)
    {
        var conversations = engines.Conversations(engine);
        var person = new CustomerKey(Engines.Account() with { Channel = ChannelId.WhatsApp }, Canary);
        await LeaveTracesAsync(conversations, person, "金絲雀");
        await conversations.EraseAsync(person, Now.AddMinutes(1), default);
        await TellAsync(conversations, Told.Message(person, "e", Now.AddMinutes(2), "新的我"));
        await conversations.EraseAsync(person, Now.AddMinutes(1), default);
        Assert.Equal(ConversationState.Pending, (await conversations.FindAsync(person))!.State);
    }

    /// <summary>In words, edits, raw copies, tags, a name and another id.</summary>
    private static async Task LeaveTracesAsync(Conversations conversations, CustomerKey customer, string name)
    {
        var message = $"wamid.{customer.UserId}";
        foreach (
            var told in new[]
            {
                Told.Message(customer, $"a{name}", Now, $"{name}在嗎") with
                {
                    Name = name,
                    Alias = $"TW.{customer.UserId}",
                },
                Told.Message(customer, $"b{name}", Now.AddSeconds(1), $"{name}還在嗎", messageId: message),
                Told.Of(customer, $"c{name}", Now.AddSeconds(2), new InboundBody.Edited(message, $"{name}不在了")),
                Told.Of(customer, $"d{name}", Now.AddSeconds(3), new InboundBody.Other("odd")) with
                {
                    Raw = $"{{\"from\":\"{customer.UserId}\"}}",
                },
            }
        )
            await TellAsync(conversations, told);
        await conversations.TakeAsync(customer, "mei", Now.AddSeconds(4));
        await conversations.TagAsync(customer, [name], []);
        await conversations.AddStaffMessageAsync(customer, $"x{name}", "mei", $"{name}您好", Now.AddSeconds(5));
    }

    private static async Task TellAsync(Conversations conversations, InboundEvent inbound) =>
        await conversations.ApplyAsync(await conversations.ResolveAsync([inbound], default), false, default);

    /// <summary>The keys of an account in whose name or value one of these stands.</summary>
    private static async Task<List<string>> FoundAsync(
        OmoBroadcast.Storage.Redis.RedisConnection redis,
        AccountKey account,
        params string[] sought
    )
    {
        var keys = new HashSet<string>();
        var cursor = "0";
        do
        {
            var page = (RedisResult[])
                (await redis.AskAsync(database => database.ExecuteAsync("SCAN", cursor, "MATCH", $"*{account.Id}*", "COUNT", "1000")))!;
            cursor = (string)page[0]!;
            keys.UnionWith(((string[])page[1]!)!);
        } while (cursor != "0");

        var found = new List<string>();
        foreach (var key in keys)
        {
            var held = await redis.AskAsync(database => DumpAsync(database, key));
            if (sought.Any(text => key.Contains(text, StringComparison.Ordinal) || held.Contains(text, StringComparison.Ordinal)))
                found.Add(key);
        }

        return found;
    }

    private static async Task<string> DumpAsync(IDatabase database, RedisKey key) =>
        string.Join(
            '\n',
            await database.KeyTypeAsync(key) switch
            {
                RedisType.Hash => (await database.HashGetAllAsync(key)).Select(entry => $"{entry.Name} {entry.Value}"),
                RedisType.SortedSet => (await database.SortedSetRangeByRankAsync(key)).Select(member => member.ToString()),
                RedisType.Set => (await database.SetMembersAsync(key)).Select(member => member.ToString()),
                RedisType.List => (await database.ListRangeAsync(key)).Select(member => member.ToString()),
                _ => [(await database.StringGetAsync(key)).ToString()],
            }
        );
}
