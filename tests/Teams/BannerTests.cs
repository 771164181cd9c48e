using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What Teams says in its banner of what nobody asked for.</summary>
public sealed class BannerTests
{
    private const string Family = "👨\u200D👩\u200D👧\u200D👦";

    [Fact]
    public async Task A_banner_says_who_wrote_and_the_first_words_without_Markdown_and_cut_between_letters()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(stub, "Development", ("Omo:Teams:AllowAnonymous", "true"));
        await house.SayAsync(House.Seller, "help");
        await SaysAsync(house, "line one\n*two* \u202Eback");
        Assert.Equal($"{Phrases.English["Customer_Nameless"]}: line one *two* back", (await ToldAsync(stub)).Summary);

        await SaysAsync(house, string.Concat(Enumerable.Repeat("a" + Family, 40)));
        var told = await stub.CallAsync(call => call.Summary?.Contains(Family, StringComparison.Ordinal) == true);
        Assert.InRange(told.Summary!.Length, 60, Banners.Longest);
        Assert.True(told.Summary.EndsWith($"{Family}…", StringComparison.Ordinal) || told.Summary.EndsWith("a…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_words_are_not_to_be_seen_a_banner_says_only_who_wrote()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:Teams:NoticeWords", "false")
        );
        await house.SayAsync(House.Seller, "help");
        await SaysAsync(house, "my secret");
        Assert.Equal(Phrases.English.Say("Notice_Message", Phrases.English["Customer_Nameless"], "LINE"), (await ToldAsync(stub)).Summary);
    }

    private static Task<ConnectorCall> ToldAsync(ConnectorStub stub) =>
        stub.CallAsync(call => call.Method == "POST" && call.Card?["metadata"]?["omo"]?["notice"] is not null && !IsWaiting(call));

    private static bool IsWaiting(ConnectorCall call) => call.Body.Contains(Verbs.WaitingOpen, StringComparison.Ordinal);

    private static async Task SaysAsync(House house, string words)
    {
        var key = new CustomerKey(new(ChannelId.Line, House.Line), "U" + new string('7', 32));
        await ApplyAsync(house, key, "hi");
        await house.Get<Conversations>().TakeAsync(key, House.Seller.Id, TimeProvider.System.GetUtcNow());
        await ApplyAsync(house, key, words);
    }

    private static Task ApplyAsync(House house, CustomerKey key, string words)
    {
        var (id, now) = (Guid.NewGuid().ToString("N"), TimeProvider.System.GetUtcNow());
        return house
            .Get<Conversations>()
            .ApplyAsync(
                [new(id, key.Account, key.UserId, now, false, new InboundBody.Message(id, MessageKind.Text, words, null), null)],
                suppressionsPending: false,
                default
            );
    }
}
