using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed partial class CutTests
{
    [Fact]
    public async Task Whose_leaving_was_cut_is_whole_when_they_write_and_when_all_is_put_together_again()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var (redis, journal) = (engines[Engine.Redis], new Journal(ledger.Database));
        var replay = new JournalReplay(redis, TimeProvider.System);
        var departures = new Departures(redis, journal, new(ledger.Database), replay, TimeProvider.System);
        var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default, departures);
        for (var (writes, whole) = (0, false); !whole; writes++)
        {
            var customer = await BeforeAsync(conversations, "reopen", $"gone{writes}");
            await conversations.TagAsync(customer, ["VIP"], []);
            var quiet = departures.QuietAsync(customer.Account, Keys.Bucket(customer.UserId), (Base.AddYears(1), 9), default);
            whole = await CutAsync(Departures.LeaveOf((await quiet.SingleAsync()).Single(), Base.AddYears(1), new(1, 100)), writes);
            await conversations.ApplyAsync([Told.Message(customer, "e2", Base.AddHours(1), "again")], false, default);
            await departures.RecallAsync(customer.Account, default);
            await AssertWholeAsync(conversations, customer);

            await Draining.DrainAsync(new(redis, TimeProvider.System), journal, customer.Account);
            await Draining.LoseAsync(redis, customer.Account);
            await replay.ReplayAsync(
                (await journal.EntriesAsync(customer.Account, JournalPosition.Start, customer.UserId, 999, default)).Entries,
                default
            );
            await AssertWholeAsync(conversations, customer);
            Assert.InRange(writes, 0, 12);
        }
    }

    private static async Task AssertWholeAsync(Conversations conversations, CustomerKey customer)
    {
        var found = Assert.IsType<Customer>(await conversations.FindAsync(customer));
        Assert.Equal((ConversationState.Pending, "S1", "again"), (found.State, found.LastOwner, found.LastText));
        Assert.Equal(["VIP"], found.Tags);
        Assert.Equal(["hello", "again"], (await conversations.TranscriptAsync(customer, 9)).Select(line => line.Text));
    }
}
