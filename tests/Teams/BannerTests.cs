using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What Teams says in its banner of what nobody asked for.</summary>
public sealed class BannerTests
{
    private const string Family = "👨\u200D👩\u200D👧\u200D👦";

    [Fact]
    public async Task A_banner_says_who_wrote_and_the_first_words_without_Markdown_and_cut_between_letters()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub);
        await teams.SayAsync(Staff.Seller, "help");
        await SaysAsync(teams, "line one\n*two* \u202Eback");
        Assert.Equal($"{Phrases.English["Customer_Nameless"]}: line one *two* back", (await ToldAsync(stub)).Summary);

        await SaysAsync(teams, string.Concat(Enumerable.Repeat("a" + Family, 40)));
        var told = await stub.CallAsync(call => call.Summary?.Contains(Family, StringComparison.Ordinal) == true);
        Assert.InRange(told.Summary!.Length, 60, Banners.Longest);
        Assert.True(told.Summary.EndsWith($"{Family}…", StringComparison.Ordinal) || told.Summary.EndsWith("a…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_words_are_not_to_be_seen_a_banner_says_only_who_wrote()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub, ("Omo:Teams:NoticeWords", "false"));
        await teams.SayAsync(Staff.Seller, "help");
        await SaysAsync(teams, "my secret");
        Assert.Equal(Phrases.English.Say("Notice_Message", Phrases.English["Customer_Nameless"], "LINE"), (await ToldAsync(stub)).Summary);
    }

    private static Task<ConnectorCall> ToldAsync(ConnectorStub stub) =>
        stub.CallAsync(call => call.Method == "POST" && call.Card?["metadata"]?["omo"]?["notice"] is not null && !IsWaiting(call));

    private static bool IsWaiting(ConnectorCall call) => call.Body.Contains(Verbs.WaitingOpen, StringComparison.Ordinal);

    private static async Task SaysAsync(TeamsFace teams, string words)
    {
        var key = new CustomerKey(TestAccounts.Line, "U" + new string('7', 32));
        if (await teams.Get<Conversations>().FindAsync(key) is null)
            await teams.Customers.TakenAsync(key, Staff.Seller);
        await teams.Customers.WriteAsync(key, words);
    }
}
