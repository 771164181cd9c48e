using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Following;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Whoever has a conversation is told an hour before its customer can be answered freely no more.</summary>
public sealed class WindowTests : IAsyncLifetime
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private readonly List<TeamsFace> nodes = [];
    private ConnectorStub stub = null!;
    private RedisServer? redis;
    private int told;

    private TeamsFace Teams => nodes[0];

    private Conversations Conversations => Teams.Get<Conversations>();

    public async ValueTask InitializeAsync() => stub = await ConnectorStub.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_card_tells_of_all_whose_window_closes_once_for_each_message_on_two_nodes(bool servers)
    {
        await OpenAsync(servers, Staff.Seller.Store);
        var soon = await TakenAsync("soon", TimeSpan.FromMinutes(50), "are you still there?");
        await TakenAsync("together", TimeSpan.FromMinutes(70), "and me?");
        await OthersAsync();

        await LookAsync();
        var card = Assert.Single(Told(Staff.Seller));
        Assert.Contains(Title(2), card.Body, StringComparison.Ordinal);
        Assert.Contains(Title(2), card.Summary, StringComparison.Ordinal);
        var shown = card.Card!.ToJsonString();
        Assert.True(shown.IndexOf("still there", StringComparison.Ordinal) < shown.IndexOf("and me", StringComparison.Ordinal));
        var opens = CardReader.Buttons(card.Card!).Where(button => (string?)button["verb"] == Verbs.MineOpen).ToList();
        Assert.Equal(3, opens.Count);
        Assert.Empty(Told(Staff.Other));

        // Another message is another window.
        await WriteAsync(soon, TimeSpan.FromMinutes(55), "hello?");
        await LookAsync();
        Assert.Contains(Title(1), Told(Staff.Seller)[^1].Body, StringComparison.Ordinal);
        Assert.Equal(2, Told(Staff.Seller).Count);
    }

    [Fact]
    public async Task Nobody_is_told_in_a_store_that_does_not_ask_for_it()
    {
        await OpenAsync(servers: false, "elsewhere");
        await TakenAsync("soon", TimeSpan.FromMinutes(50), "are you still there?");
        await LookAsync();
        Assert.Empty(Told(Staff.Seller));
    }

    // Nobody is told of them.
    private async Task OthersAsync()
    {
        await TakenAsync("later", TimeSpan.FromHours(4), "no hurry");
        await TakenAsync("over", TimeSpan.FromMinutes(-10), "too late");
        await TakenAsync("out", TimeSpan.FromMinutes(50), "STOP");
        await TakenAsync("resting", TimeSpan.FromMinutes(50), "good night", Staff.Other);
        var answered = await TakenAsync("answered", TimeSpan.FromMinutes(50), "thanks");
        await Conversations.AddStaffMessageAsync(answered, "answer", Staff.Seller.Id, "welcome", Now);
        var closed = await TakenAsync("closed", TimeSpan.FromMinutes(50), "bye");
        await Conversations.CloseAsync(closed, Staff.Seller.Id, Now);
    }

    private async Task OpenAsync(bool servers, string store)
    {
        var (at, database) = ("", "");
        if (servers)
        {
            redis = await RedisServer.StartAsync();
            (at, database) = (redis.ConnectionString, await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        }

        for (var node = 0; node < (servers ? 2 : 1); node++)
            nodes.Add(new(await TestHouse.OpenAsync(Setup(at, database, store)), stub));
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other], default);
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other])
            await Teams.SayAsync(who, "help");
        await Teams.Get<StaffSettings>().SetDutyAsync(Staff.Other.Id, onDuty: false, Now, default);
    }

    private HouseSetup Setup(string at, string database, string store) =>
        new()
        {
            Redis = at,
            Database = database,
            Environment = "Development",
            Settings =
            [
                .. TestAccounts.LineSettings(new Uri(stub.Address, "line")),
                .. TestAccounts.Meta(1, "messenger", TestAccounts.PageId),
                ("Omo:Teams:AllowAnonymous", "true"),
                ("Omo:Automatic:Stores:0:Store", store),
                ("Omo:Automatic:Stores:0:WindowReminder", "true"),
            ],
        };

    private async Task<CustomerKey> TakenAsync(string user, TimeSpan left, string words, StaffMember? by = null)
    {
        var customer = new CustomerKey(TestAccounts.Messenger, user);
        await WriteAsync(customer, left, words);
        Assert.Equal(Transition.Done, await Conversations.TakeAsync(customer, (by ?? Staff.Seller).Id, Now));
        return customer;
    }

    /// <param name="left">Until the window closes that it opens.</param>
    private async Task WriteAsync(CustomerKey customer, TimeSpan left, string words)
    {
        var said = $$"""
            "message":{"mid":"m_{{++told}}","text":"{{words}}"}
            """;
        var webhooks = new WebhookFace(Teams.House, null!, ownsRedis: false);
        Assert.Equal(200, await webhooks.PageAsync(customer.Account, customer.UserId, said, at: Now - TimeSpan.FromHours(24) + left));
    }

    // However often all look at once: whoever comes second finds it told.
    private async Task LookAsync()
    {
        for (var times = 0; times < 5; times++)
            await Task.WhenAll(nodes.Select(node => node.Get<WindowRound>().LookAsync(default)));
    }

    private List<ConnectorCall> Told(StaffMember who) =>
        [
            .. stub.All.Where(call =>
                call.Method == "POST"
                && call.Path.Contains(who.Id, StringComparison.Ordinal)
                && call.Body.Contains(Phrases.English["Closing_Hint"].Split('’')[0], StringComparison.Ordinal)
            ),
        ];

    private static string Title(int closing) => Phrases.English.Say("Closing_Title", closing);
}
