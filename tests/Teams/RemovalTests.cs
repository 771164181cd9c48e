using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What keeps a broadcast from a channel's customers can be left out by one press.</summary>
public sealed class RemovalTests
{
    [Fact]
    public async Task The_message_that_a_channel_cannot_carry_is_removed_by_a_button_that_says_what_it_brings()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await StartAsync(stub);
        var id = await DraftAsync(teams);
        var show = Card.Button(Verbs.BroadcastPreview, "x", new JsonObject { ["campaign"] = id });
        var preview = (await teams.PressAsync(Staff.Seller, show, "m1"))["value"]!.AsObject();
        Assert.Equal("1", CardReader.Large(preview));
        var remove = CardReader.Buttons(preview).Single(button => (string?)button["verb"] == Verbs.BroadcastRemove).DeepClone().AsObject();
        Assert.Equal("Remove message 2: 2 more", (string?)remove["title"]);
        var without = (await teams.PressAsync(Staff.Seller, remove.DeepClone().AsObject(), "m1"))["value"]!.AsObject();
        Assert.Equal("3", CardReader.Large(without));
        // One text looks alike on both.
        Assert.DoesNotContain(Phrases.English["Preview_Others"].Split('{')[0], without.ToJsonString(), StringComparison.Ordinal);

        // The card it was pressed on is of what is no more.
        var old = await teams.PressAsync(Staff.Seller, remove, "m1");
        Assert.Contains("out of date", old.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await teams.Get<Campaigns>().FindAsync(id, default))!.Content.Messages);
    }

    private static Task<TeamsFace> StartAsync(ConnectorStub stub) =>
        TeamsFace.OpenAsync(
            stub,
            ("Omo:Accounts:1:Channel", "messenger"),
            ("Omo:Accounts:1:Id", "1065"),
            ("Omo:Accounts:1:Name", "粉專"),
            ("Omo:Accounts:1:Secrets:0", "secret"),
            ("Omo:Accounts:1:AccessToken", "token"),
            ("Omo:Accounts:1:VerifyToken", "verify-me"),
            ("Omo:Accounts:1:BaseUrl", new Uri(stub.Address, "messenger").ToString())
        );

    /// <summary>A text and a file, which LINE does not take, to two customers there and one on Messenger.</summary>
    private static async Task<long> DraftAsync(TeamsFace teams)
    {
        await teams.Customers.TakenAsync(new(TestAccounts.Line, $"U{1:x32}"), Staff.Seller);
        await teams.Customers.TakenAsync(new(TestAccounts.Line, $"U{2:x32}"), Staff.Seller);
        await teams.Customers.TakenAsync(new(new(ChannelId.Messenger, "1065"), "7001"), Staff.Seller);
        var choose = (await teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var id = (long)CardReader.Buttons(choose).First(button => (string?)button["verb"] == Verbs.BroadcastCompose)["data"]!["campaign"]!;
        var draft = (await teams.Get<Campaigns>().FindAsync(id, default))!;
        Content content = new([
            new OutboundMessage.Text("新品"),
            new OutboundMessage.Media(MediaKind.File, new('e', 32), "價目表.pdf", "application/pdf", 12_345),
        ]);
        Assert.True(await teams.Get<Campaigns>().EditAsync(id, draft.Version, draft.Audience, content, default));
        return id;
    }
}
