using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>
/// A script cut between any two of its writes, as a crash of the embedded engine can leave it: here by an error at the write of a number,
/// which Redis does not undo either. Then the same is done again.
/// </summary>
public sealed partial class CutTests(Engines engines)
{
    private const string Cutting = """
        local left, real = tonumber(ARGV[#ARGV]), redis
        local reads = {
          HGET = 1, SISMEMBER = 1, SCARD = 1, ZRANGE = 1, ZSCORE = 1, TIME = 1, ZRANGEBYSCORE = 1, ZREVRANGEBYSCORE = 1,
          LRANGE = 1, ZCARD = 1, ZCOUNT = 1, LLEN = 1, HEXISTS = 1, ZREVRANGE = 1,
        }
        ARGV[#ARGV] = nil
        local redis = { call = function(name, ...)
          if not reads[name] then
            if left == 0 then error('cut') end
            left = left - 1
          end
          return real.call(name, ...)
        end }

        """;

    private static readonly DateTimeOffset Base = DateTimeOffset
        .FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        .AddHours(-2);

    public static TheoryData<string> Moves => ["take", "close", "pass", "reopen"];

    [Fact]
    public Task A_repetition_completes_an_event_that_was_cut() =>
        Gen.Select(EventFoldTests.Stream, Gen.Int[0, 9].Array[40])
            .SampleAsync(
                async (stream, cuts) =>
                {
                    var customer = new CustomerKey(Engines.Account(), "cut" + stream.Seed);
                    var events = stream.Events.DistinctBy(told => told.Id).Select(told => EventFoldTests.Make(customer, told)).ToArray();
                    new Random(stream.Seed).Shuffle(events);
                    var came = await CutAsync(customer, events, cuts);
                    var conversations = engines.Conversations(Engine.Redis);
                    await conversations.ApplyAsync(events, false, CancellationToken.None);
                    var again = await conversations.ApplyAsync(events, false, CancellationToken.None);
                    Assert.All(again, result => Assert.False(result.Fresh));
                    // What was cut before its line was there has come when it was repeated.
                    Assert.Equal(
                        ReferenceFold.Of([.. came, .. events], null),
                        await EventFoldTests.ReadAsync(engines, Engine.Redis, customer)
                    );
                },
                iter: 200,
                seed: "0000KtRGvzo4",
                threads: 1
            );

    /// <summary>Half of them are repeated at once, the rest after all others.</summary>
    /// <returns>Those whose line is there.</returns>
    private async Task<List<InboundEvent>> CutAsync(CustomerKey customer, InboundEvent[] events, int[] cuts)
    {
        var came = new List<InboundEvent>();
        for (var at = 0; at < events.Length; at++)
        {
            await CutAsync(EventCall.Of(events[at], null), cuts[at]);
            if (at % 2 == 0)
                await engines.Conversations(Engine.Redis).ApplyAsync([events[at]], false, CancellationToken.None);
            if (await HasLineAsync(customer, events[at]))
                came.Add(events[at]);
        }

        return came;
    }

    /// <param name="edited">Whether the message had been edited before it came.</param>
    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public async Task A_line_keeps_its_place_when_its_message_is_amended_between_a_cut_and_the_repetition(bool edited, bool unsent)
    {
        InboundBody change = unsent ? new InboundBody.Unsent("m") : new InboundBody.Edited("m", "other words");
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            for (var (amended, done) = (0, false); !done; amended++)
            {
                var customer = new CustomerKey(Engines.Account(), $"place{writes}:{amended}");
                var amendment = Told.Of(customer, "u", Base.AddSeconds(1), change);
                (whole, done) = await AmendAsync(customer, amendment, edited, writes, amended);
                Assert.InRange(amended, 0, 12);
            }

            Assert.InRange(writes, 0, 12);
        }
    }

    /// <returns>Whether the message and its amendment came whole.</returns>
    private async Task<(bool Whole, bool Done)> AmendAsync(
        CustomerKey customer,
        InboundEvent amendment,
        bool edited,
        int writes,
        int amended
    )
    {
        var conversations = engines.Conversations(Engine.Redis);
        var first = Told.Message(customer, "z", Base, "first", messageId: "m");
        var second = Told.Message(customer, "a", Base, "second");
        InboundEvent[] before = edited ? [Told.Of(customer, "e", Base.AddMilliseconds(1), new InboundBody.Edited("m", "edited"))] : [];
        await conversations.ApplyAsync(before, false, CancellationToken.None);
        var whole = await CutAsync(EventCall.Of(first, null), writes);
        var came = await HasLineAsync(customer, first) ? (InboundEvent[])[first, second] : [second, first];
        await conversations.ApplyAsync([second], false, CancellationToken.None);
        var done = await CutAsync(EventCall.Of(amendment, null), amended);
        await conversations.ApplyAsync([first, amendment], false, CancellationToken.None);
        Assert.Equal(
            ReferenceFold.Of([.. before, .. came, amendment], null),
            await EventFoldTests.ReadAsync(engines, Engine.Redis, customer)
        );
        return (whole, done);
    }

    [Fact]
    public async Task What_was_taken_back_is_drawn_anew_wherever_its_event_was_cut()
    {
        var (conversations, unread) = (engines.Conversations(Engine.Redis), new Unread(engines[Engine.Redis]));
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            var customer = new CustomerKey(Engines.Account(), $"drawn{writes}");
            var unsent = Told.Of(customer, "u", Base.AddSeconds(2), new InboundBody.Unsent("m"));
            await conversations.ApplyAsync(
                [Told.Message(customer, "a", Base, "first", messageId: "m"), Told.Message(customer, "b", Base.AddSeconds(1), "second")],
                false,
                CancellationToken.None
            );
            whole = await CutAsync(EventCall.Of(unsent, null), writes);
            await conversations.ApplyAsync([unsent], false, CancellationToken.None);
            Assert.Equal([null, "second"], (await conversations.TranscriptAsync(customer, 9)).Select(entry => entry.Text));
            var marks = await unread.TakeAsync(customer.Account, 9, CancellationToken.None);
            Assert.Equal(new(customer, TakenBack: true), Unread.Amended(Assert.Single(marks)));
            Assert.InRange(writes, 0, 12);
        }
    }

    [Theory, MemberData(nameof(Moves))]
    public async Task A_move_that_was_cut_leaves_the_conversation_to_somebody_and_can_be_done_again(string move)
    {
        var conversations = engines.Conversations(Engine.Redis);
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            var customer = await BeforeAsync(conversations, move, $"{move}{writes}");
            var change = Enum.Parse<ConversationChange>(move, ignoreCase: true);
            var to = move == "pass" ? "S2" : null;
            whole = await CutAsync(Conversations.MoveOf(change, customer, "S1", Base.AddMinutes(3), to), writes);
            await AssertListedAsync(conversations, customer);
            Assert.InRange(writes, 0, 12);

            await MoveAsync(conversations, move, customer);
            var found = await AssertListedAsync(conversations, customer);
            Assert.Equal(move == "close" ? ConversationState.Closed : ConversationState.InProgress, found.State);
            Assert.Equal(move == "close" ? null : to ?? "S1", found.Assignee);
        }
    }

    /// <summary>A conversation as it is before this move.</summary>
    private static async Task<CustomerKey> BeforeAsync(Conversations conversations, string move, string user)
    {
        var customer = new CustomerKey(Engines.Account(), user);
        await conversations.ApplyAsync([Told.Message(customer, "e1", Base, "hello")], false, CancellationToken.None);
        if (move != "take")
            await conversations.TakeAsync(customer, "S1", Base.AddMinutes(1));
        if (move == "reopen")
            await conversations.CloseAsync(customer, "S1", Base.AddMinutes(2));
        return customer;
    }

    private static Task<Transition> MoveAsync(Conversations conversations, string move, CustomerKey customer) =>
        move switch
        {
            "take" => conversations.TakeAsync(customer, "S1", Base.AddMinutes(3)),
            "close" => conversations.CloseAsync(customer, "S1", Base.AddMinutes(3)),
            "pass" => conversations.PassAsync(customer, "S1", "S2", Base.AddMinutes(3)),
            _ => conversations.ReopenAsync(customer, "S1", Base.AddMinutes(3)),
        };

    [Fact]
    public async Task An_answer_that_was_cut_is_noted_once_when_it_is_noted_again()
    {
        var conversations = engines.Conversations(Engine.Redis);
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            var customer = new CustomerKey(Engines.Account(), $"answer{writes}");
            await conversations.ApplyAsync([Told.Message(customer, "e1", Base, "hello")], false, CancellationToken.None);
            whole = await CutAsync(Conversations.AnswerOf(customer, "a1", "S1", "Good day", Base.AddMinutes(1)), writes);
            await conversations.AddStaffMessageAsync(customer, "a1", "S1", "Good day", Base.AddMinutes(1));
            Assert.Equal(["hello", "Good day"], (await conversations.TranscriptAsync(customer, 10)).Select(entry => entry.Text));
            Assert.Equal(Base.AddMinutes(1), (await conversations.FindAsync(customer))!.LastAnsweredAt);
        }
    }

    public static TheoryData<string> Doings => ["event", "take", "tags", "answer", "profile", "alias"];

    /// <summary>What is done is in the list by then; what was cut before may be there although nothing came of it.</summary>
    [Theory, MemberData(nameof(Doings))]
    public async Task What_was_applied_is_listed_wherever_it_was_cut(string doing)
    {
        var (conversations, noted) = (engines.Conversations(Engine.Redis), new Noting(1, 100));
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            var customer = new CustomerKey(Engines.Account(), $"listed{writes}");
            var came = Told.Message(customer, "e1", Base, "hello");
            if (doing != "event")
                await conversations.ApplyAsync([came], false, CancellationToken.None);
            var call = doing switch
            {
                "event" => EventCall.Of(came, null, noted),
                "take" => noted.In(Conversations.MoveOf(ConversationChange.Take, customer, "S1", Base, null), Conversations.NotedAt),
                "tags" => Conversations.TagOf(customer, ["VIP"], [], "S1", noted),
                "answer" => noted.In(Conversations.AnswerOf(customer, "a1", "S1", "Good day", Base), Conversations.NotedAt),
                "profile" => Conversations.ProfileOf(customer, new("Anna", "zh"), noted),
                _ => Aliases.Of(customer.Account, "other", customer.UserId, noted),
            };
            var before = (await StandAsync(customer, doing)).Record;
            whole = await CutAsync(call, writes);
            var (record, listed) = await StandAsync(customer, doing);
            Assert.True(record == before || listed);
            await engines[Engine.Redis].WriteAsync(call);
            Assert.True((await StandAsync(customer, doing)).Listed);
            Assert.InRange(writes, 0, 14);
        }
    }

    private Task<(RedisValue Record, bool Listed)> StandAsync(CustomerKey customer, string doing) =>
        engines[Engine.Redis]
            .AskAsync(async database =>
            {
                var (user, what) = doing == "alias" ? ("other", doing) : (customer.UserId, doing == "event" ? "m" : doing);
                var bucket = Keys.Bucket(user);
                var hash = doing == "alias" ? Keys.Aliases(customer.Account, bucket) : Keys.Customers(customer.Account, bucket);
                var list = await database.ListRangeAsync(Keys.Journal(customer.Account, bucket));
                var (entries, _) = JournalBlock.Read(customer.Account, list);
                return (await database.HashGetAsync(hash, user), entries.Exists(entry => entry.What == what));
            });

    /// <summary>Whoever the record says it is with finds it in their list.</summary>
    private static async Task<Customer> AssertListedAsync(Conversations conversations, CustomerKey customer)
    {
        var found = Assert.IsType<Customer>(await conversations.FindAsync(customer));
        Assert.Equal(
            found.State == ConversationState.Pending,
            (await conversations.PendingAsync(customer.Account, 5, CancellationToken.None)).Count == 1
        );
        foreach (var staff in (string[])["S1", "S2"])
        {
            var theirs = found.State == ConversationState.InProgress && found.Assignee == staff;
            Assert.Equal(theirs, (await conversations.NewestMineAsync(customer.Account, staff, 5, CancellationToken.None)).Count == 1);
            Assert.Equal(
                theirs,
                (await conversations.PageMineAsync(customer.Account, staff, null, 5, CancellationToken.None)).Customers.Count == 1
            );
            Assert.Equal(
                found.State == ConversationState.Closed && staff == "S1",
                (await conversations.ClosedAsync(customer.Account, staff, 5, CancellationToken.None)).Count == 1
            );
        }

        return found;
    }

    private Task<bool> HasLineAsync(CustomerKey customer, InboundEvent inbound) =>
        engines[Engine.Redis]
            .AskAsync(async database =>
            {
                var lines = await database.SortedSetRangeByRankAsync(
                    Keys.Transcript(customer.Account, Keys.Bucket(customer.UserId), Keys.Encode(customer.UserId))
                );
                return lines.Any(line => ((string)line!).StartsWith(Keys.Encode(inbound.Id) + "\n", StringComparison.Ordinal));
            });

    /// <returns>Whether it came to its end.</returns>
    private async Task<bool> CutAsync(Call call, int writes)
    {
        try
        {
            await engines[Engine.Redis]
                .AskAsync(database => database.ScriptEvaluateAsync(Cutting + call.Script.Text, call.Keys, [.. call.Values, writes]));
            return true;
        }
        catch (RedisServerException cut) when (cut.Message.Contains("cut", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
