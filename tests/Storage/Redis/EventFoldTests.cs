using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed class EventFoldTests(Engines engines)
{
    private static readonly DateTimeOffset Base = DateTimeOffset
        .FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        .AddHours(-2);

    private static readonly Gen<string> Id = Gen.OneOf(
        Gen.Int[0, 999].Select(number => $"01HZ{number}"),
        OneOf("a}:{b", "%41", "A", "\"'`", "nul\0nul", "\n", "客人", "x\r\n*3\r\n", new string('é', 300))
    );

    private static readonly Gen<string?> Words = Gen.OneOf(
        OneOf<string?>(null, "", "好", "two\nlines", "nul\0nul", "😀", new string('長', 120), "{\"a\":1}"),
        Gen.Int[0, 99].Select(number => (string?)$"words {number}")
    );

    /// <summary>Few instants and few messages, so that events meet in one millisecond and edits meet messages.</summary>
    private static readonly Gen<(string Id, int At, int What, int Message, string? Text)> Event = Gen.Select(
        Id,
        Gen.Int[0, 12],
        Gen.Int[0, 9],
        Gen.Int[0, 6],
        Words
    );

    internal static readonly Gen<((string Id, int At, int What, int Message, string? Text)[] Events, int Seed, int? Close)> Stream =
        Gen.Select(Event.Array[1, 40], Gen.Int, Gen.Int[-1, 13], (events, seed, close) => (events, seed, close < 0 ? (int?)null : close));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public Task Any_order_and_any_repetition_gives_what_one_delivery_in_order_would_give(Engine engine) =>
        Stream.SampleAsync(
            async stream =>
            {
                var customer = new CustomerKey(Engines.Account(), "a}:{b%\0\"'" + stream.Seed);
                var events = stream.Events.DistinctBy(told => told.Id).Select(told => Make(customer, told)).ToArray();
                await AssertFoldAsync(engine, customer, events, stream.Seed, stream.Close is { } close ? Base.AddSeconds(close) : null);
            },
            iter: engine == Engine.Redis ? 300 : 100,
            seed: "0000KtRGvzo4",
            threads: 1
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_long_talk_keeps_its_newest_lines_whatever_the_order(Engine engine)
    {
        var customer = new CustomerKey(Engines.Account(), "U1");
        var events = Enumerable
            .Range(0, 700)
            .Select(number => Told.Message(customer, $"e{number % 350}:{number}", Base.AddSeconds(number % 350), $"line {number}"))
            .ToArray();
        await AssertFoldAsync(engine, customer, events, 7, null);
    }

    private async Task AssertFoldAsync(Engine engine, CustomerKey customer, InboundEvent[] events, int seed, DateTimeOffset? closedAt)
    {
        var conversations = engines.Conversations(engine);
        var random = new Random(seed);
        var deliveries = events.SelectMany(inbound => Enumerable.Repeat(inbound, random.Next(1, 4))).ToArray();
        random.Shuffle(deliveries);
        var middle = random.Next(deliveries.Length + 1);

        await conversations.ApplyAsync(deliveries[..middle], false, CancellationToken.None);
        if (closedAt is { } at)
        {
            // A close counts only where there is something to close.
            var taken = await conversations.TakeAsync(customer, "S1", at);
            if (taken != Transition.Done)
                closedAt = null;
            else
                Assert.Equal(Transition.Done, await conversations.CloseAsync(customer, "s1", at));
        }

        foreach (var chunk in deliveries[middle..].Chunk(random.Next(1, 20)))
            await conversations.ApplyAsync(chunk, false, CancellationToken.None);
        Assert.All(await conversations.ApplyAsync(deliveries, false, CancellationToken.None), again => Assert.False(again.Fresh));

        Assert.Equal(ReferenceFold.Of(deliveries, closedAt), await ReadAsync(engines, engine, customer));
    }

    internal static async Task<ReferenceFold> ReadAsync(Engines engines, Engine engine, CustomerKey customer)
    {
        var conversations = engines.Conversations(engine);
        var found = await conversations.FindAsync(customer) ?? throw new InvalidOperationException("The customer is not there");
        var score = await engines[engine]
            .AskAsync(database =>
                database.SortedSetScoreAsync(Keys.Pending(customer.Account, Keys.Bucket(customer.UserId)), customer.UserId)
            );
        if (found.State == ConversationState.Pending)
            Assert.Equal(found.WaitingSince, DateTimeOffset.FromUnixTimeMilliseconds((long)score!.Value));
        Assert.Equal(
            found.State == ConversationState.Pending ? [customer.UserId] : [],
            (await conversations.PendingAsync(customer.Account, 10, CancellationToken.None)).Select(waiting => waiting.Key.UserId)
        );
        return new(
            found.State,
            found.LastMessageAt,
            found.LastText,
            found.WaitingSince,
            await conversations.TranscriptAsync(customer, Conversations.TranscriptLength)
        );
    }

    internal static InboundEvent Make(CustomerKey customer, (string Id, int At, int What, int Message, string? Text) told)
    {
        var at = Base.AddSeconds(told.At);
        // Messages have ids of their own; half of them from the few that edits speak of.
        var message = told.What % 2 == 0 ? $"few{told.Message}:{told.Id}" : "own" + told.Id;
        return told.What switch
        {
            <= 4 => Told.Message(
                customer,
                told.Id,
                at,
                string.IsNullOrEmpty(told.Text) ? null : told.Text,
                messageId: $"few{told.Message}"
            ),
            5 => Told.Message(customer, told.Id, at, "in standby", standby: true, messageId: message),
            6 => Told.Of(customer, told.Id, at, new InboundBody.Edited($"few{told.Message}", "edited " + told.Text)),
            7 => Told.Of(customer, told.Id, at, new InboundBody.Unsent($"few{told.Message}")),
            8 => Told.Of(customer, told.Id, at, new InboundBody.Postback("pressed", null)),
            _ => Told.Of(customer, told.Id, at, told.Message % 2 == 0 ? new InboundBody.Followed(true) : new InboundBody.Unfollowed()),
        };
    }
}
