using System.Text;
using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

public abstract partial class ReadingContract
{
    [Theory]
    [InlineData(60)]
    [InlineData(900)]
    [InlineData(10_000)]
    [InlineData(400_000)]
    public void An_event_nested_without_end_costs_the_opt_out_beside_it_nothing(int depth)
    {
        string[] deep =
        [
            new string('[', depth) + new string(']', depth),
            string.Concat(Enumerable.Repeat("{\"x\":", depth)) + "1" + new string('}', depth),
        ];
        foreach (var nested in deep)
        {
            // In place of the words, which leaves nothing to be understood, and beside them, which leaves the words.
            var (instead, beside) = (StopAmong(nested), StopAmong($"\"DEEP\",\"x\":{nested}"));
            Assert.All(new[] { instead, beside }, events =>
            {
                Assert.Equal(["e1", "e2", "e3"], events.Select(item => item.Id));
                Assert.Equal(subject.Recipient(2), events[1].UserId);
                Assert.True(SuppressionChange.Of(events[1], SuppressionWords.Default) is { Kind: SuppressionKind.Unsubscribed, On: true });
            });
            Assert.All(new[] { instead[0], instead[2] }, item => Assert.NotNull(item.Raw));
            Assert.All(new[] { beside[0], beside[2] }, item => Assert.Equal("DEEP", Assert.IsType<InboundBody.Message>(item.Body).Text));
        }
    }

    /// <summary>An opt-out between two messages with these words, as JSON.</summary>
    private IReadOnlyList<InboundEvent> StopAmong(string words)
    {
        var body = Encoding.UTF8.GetString(
            subject.Messages(
                subject.AccountId,
                [("e1", subject.Recipient(1), "DEEP"), ("e2", subject.Recipient(2), "STOP"), ("e3", subject.Recipient(3), "DEEP")]
            )
        );
        return Events(subject.Request(Encoding.UTF8.GetBytes(body.Replace("\"DEEP\"", words, StringComparison.Ordinal))));
    }

    [Fact]
    public void No_mutation_of_a_signed_body_makes_it_throw()
    {
        var body = subject.Strange(subject.AccountId, 5);
        var spice = "{}[]\",:\\u0000d8-9.eE+tfn "u8.ToArray();
        var mutation = Gen.Select(
            Gen.Int[0, body.Length - 1],
            Gen.Int[0, 12],
            Gen.OneOf(Gen.Byte.Array[0, 12], Gen.Int[0, spice.Length - 1].Select(n => spice[n]).Array[0, 12])
        );
        Gen.Select(mutation.Array[1, 6], Gen.Bool)
            .Sample(
                (mutations, truncate) =>
                {
                    var reading = channel.Read(subject.Request(Mutated(body, mutations, truncate)));
                    Assert.True(reading is WebhookReading.Events or WebhookReading.Refused { Status: >= 400 and < 500 });
                },
                iter: 20_000
            );
    }

    private static byte[] Mutated(byte[] body, IEnumerable<(int At, int Remove, byte[] Insert)> mutations, bool truncate)
    {
        var mutated = body.ToList();
        foreach (var (at, remove, insert) in mutations)
        {
            var place = Math.Min(at, mutated.Count);
            mutated.RemoveRange(place, Math.Min(remove, mutated.Count - place));
            mutated.InsertRange(place, insert);
        }

        if (truncate)
            mutated.RemoveRange(mutated.Count / 2, mutated.Count - (mutated.Count / 2));
        return [.. mutated];
    }
}
