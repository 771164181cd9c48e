using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>What staff do to a conversation leads where the table of states says, and nowhere else.</summary>
public sealed class ConversationStateTests(Engines engines)
{
    private const string Me = "S1";
    private static readonly DateTimeOffset Base = TimeProvider.System.GetUtcNow().AddHours(-1);

    [Theory, MemberData(nameof(All))]
    public async Task A_change_leads_where_the_table_says(Engine engine, ConversationChange change, ConversationState from)
    {
        var conversations = engines.Conversations(engine);
        var customer = new CustomerKey(Engines.Account(), "u");
        await BringAsync(conversations, customer, from);
        var result = await MakeAsync(conversations, customer, change);
        var wanted = ConversationStates
            .Table.Transitions.Where(one => one.Change == change && one.From == from)
            .Select(one => one.To)
            .SingleOrDefault();
        Assert.Equal(wanted is not null, result == Transition.Done);
        Assert.Equal(wanted ?? from, (await conversations.FindAsync(customer))!.State);
    }

    public static TheoryData<Engine, ConversationChange, ConversationState> All()
    {
        var all = new TheoryData<Engine, ConversationChange, ConversationState>();
        foreach (var engine in Enum.GetValues<Engine>())
        foreach (var change in Enum.GetValues<ConversationChange>().Except([ConversationChange.Appear]))
        foreach (var state in Enum.GetValues<ConversationState>())
            all.Add(engine, change, state);
        return all;
    }

    private static async Task BringAsync(Conversations conversations, CustomerKey customer, ConversationState state)
    {
        await WriteAsync(conversations, customer, Base);
        if (state == ConversationState.InProgress)
            await conversations.TakeAsync(customer, Me, Base.AddMinutes(1));
        if (state == ConversationState.Closed)
            await conversations.CloseAsync(customer, Me, Base.AddMinutes(1));
        Assert.Equal(state, (await conversations.FindAsync(customer))!.State);
    }

    private static async Task<Transition> MakeAsync(Conversations conversations, CustomerKey customer, ConversationChange change)
    {
        var at = Base.AddMinutes(2);
        if (change == ConversationChange.Write)
        {
            await WriteAsync(conversations, customer, at);
            return Transition.Done;
        }

        return change switch
        {
            ConversationChange.Take => await conversations.TakeAsync(customer, Me, at),
            ConversationChange.Close => await conversations.CloseAsync(customer, Me, at),
            ConversationChange.Reopen => await conversations.ReopenAsync(customer, Me, at),
            ConversationChange.GiveBack => await conversations.GiveBackAsync(customer, Me, Base.AddMinutes(1), at),
            _ => await conversations.PassAsync(customer, Me, "S2", at),
        };
    }

    private static Task WriteAsync(Conversations conversations, CustomerKey customer, DateTimeOffset at) =>
        conversations.ApplyAsync([Told.Message(customer, $"e{at.Ticks}", at, "hello")], false, CancellationToken.None);
}
