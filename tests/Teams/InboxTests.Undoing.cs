using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class InboxTests
{
    [Fact]
    public async Task Taking_all_asks_first_and_is_undone_but_for_what_was_answered_or_was_mine_before()
    {
        var before = await OfAsync(Staff.Seller);
        var (one, two) = (await open.Customers.WriteAsync("one"), await open.Customers.WriteAsync("two"));
        var since = (await FindAsync(one)).WaitingSince;
        var list = (await Teams.SayAsync(Staff.Seller, "pending")).Card!;
        var ask = Card(await Teams.PressAsync(Staff.Seller, list, Verbs.PendingAskAll, "m1"));
        Assert.Equal(ConversationState.Pending, (await FindAsync(one)).State);
        var taken = Card(await Teams.PressAsync(Staff.Seller, ask, Verbs.PendingTakeAll, "m1"));
        Assert.True((await FindAsync(one)).IsOf(Staff.Seller.Id) && (await FindAsync(two)).IsOf(Staff.Seller.Id));
        await Teams
            .Get<Conversations>()
            .AddStaffMessageAsync(two, "answer", Staff.Seller.Id, "hello", TimeProvider.System.GetUtcNow().AddSeconds(1));

        // Pressed by somebody else it does nothing.
        await Teams.PressAsync(Staff.Other, taken, Verbs.PendingGiveBack, "m1");
        Assert.True((await FindAsync(one)).IsOf(Staff.Seller.Id));
        var undone = Card(await Teams.PressAsync(Staff.Seller, taken, Verbs.PendingGiveBack, "m1"));
        Assert.Contains(one.ToString(), undone.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((ConversationState.Pending, since), ((await FindAsync(one)).State, (await FindAsync(one)).WaitingSince));
        foreach (var kept in new[] { two, before })
            Assert.True((await FindAsync(kept)).IsOf(Staff.Seller.Id));
    }

    [Fact]
    public async Task Closing_offers_to_undo_it_on_the_list_that_follows()
    {
        var customer = await OfAsync(Staff.Seller);
        var closed = Card(await Teams.PressAsync(Staff.Seller, Button(Verbs.ConversationClose, customer), "m1"));
        Assert.Equal(ConversationState.Closed, (await FindAsync(customer)).State);
        var undo = CardReader.Buttons(closed).First(button => (string?)button["title"] == Phrases.English["Button_UndoClose"]);
        await Teams.PressAsync(Staff.Seller, undo.DeepClone().AsObject(), "m1");
        Assert.True((await FindAsync(customer)).IsOf(Staff.Seller.Id));
    }
}
