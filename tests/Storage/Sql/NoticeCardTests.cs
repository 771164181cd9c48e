using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>By which card somebody was told last.</summary>
public sealed class NoticeCardTests
{
    private static readonly CustomerKey Customer = new(Given.Line, "U1");
    private static readonly TeamsCard Card = new("https://teams", "a:1", "m1");

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task One_opened_while_it_is_brought_up_to_date_may_be_typed_into_from_then_on(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var cards = new NoticeCards(ledger.Database);
        await cards.SaveAsync(Customer, Given.Mei.Id, new(Card, Given.Now, Given.Now, Fields: false), default);
        await cards.LeaveAsync(Card.ConversationId, Card.ActivityId, default);
        await cards.ShownAgainAsync(Customer, Given.Mei.Id, Card, Given.Now.AddMinutes(1), default);
        Assert.Equal(
            new NoticeShown(Card, Given.Now, Given.Now.AddMinutes(1), Fields: true),
            await cards.FindAsync(Customer, Given.Mei.Id, default)
        );
    }
}
