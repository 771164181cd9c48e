using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Which broadcasts stand in a customer's conversation.</summary>
public sealed class ReceivedBroadcastTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddMinutes(1);

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Those_that_a_platform_has_taken_for_them_among_many_to_others(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 3));
        await AcceptAsync(ledger, RequestKind.Single, Given.Now);
        await ledger.SendingAsync(Given.Batch(0, 2_100));
        await AcceptAsync(ledger, RequestKind.Batch, Later);
        for (var other = 0; other < 60; other++)
            await ledger.SendingAsync(Given.Singles(10, 1));
        // More than are read at once: at the first look some are looked into that at a later one are known.
        for (var look = 0; look < 3; look++)
        {
            Assert.Equal([Given.Now, Later], await ReceivedAsync(ledger, User(1)));
            Assert.Equal([Later], await ReceivedAsync(ledger, User(2_099)));
            Assert.Empty(await ReceivedAsync(ledger, "U of nobody"));
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task One_that_was_on_its_way_at_the_last_look_is_there_when_it_has_arrived(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 2));
        Assert.Empty(await ReceivedAsync(ledger, User(0)));
        await AcceptAsync(ledger, RequestKind.Single, Later);
        Assert.Equal([Later], await ReceivedAsync(ledger, User(0)));
    }

    private static string User(int number) => Given.Users(number, 1).Single();

    private static async Task AcceptAsync(LedgerFixture ledger, RequestKind kind, DateTimeOffset at) =>
        await ledger.SettleAsync([.. (await ledger.ClaimAsync(kind: kind)).Select(request => request.Settled(SettledAs.Accepted, at))]);

    private static async Task<IEnumerable<DateTimeOffset>> ReceivedAsync(LedgerFixture ledger, string user) =>
        (await ledger.Deliveries.ReceivedAsync(new(Given.Line, user), DateTimeOffset.UnixEpoch, 5, default)).Select(one => one.At);
}
