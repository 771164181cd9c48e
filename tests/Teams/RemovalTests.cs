using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What keeps a broadcast from a channel's customers can be left out by one press.</summary>
public sealed class RemovalTests
{
    [Fact]
    public async Task The_message_that_a_channel_cannot_carry_is_removed_by_a_button_that_says_what_it_brings()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await StartAsync(stub);
        var id = await DraftAsync(house);
        var show = Card.Button(Verbs.BroadcastPreview, "x", new JsonObject { ["campaign"] = id });
        var preview = (await house.PressAsync(House.Seller, show, "m1"))["value"]!.AsObject();
        Assert.Equal("1", House.Large(preview));
        var remove = House.Buttons(preview).Single(button => (string?)button["verb"] == Verbs.BroadcastRemove).DeepClone().AsObject();
        Assert.Equal("Remove message 2 to reach 2 more", (string?)remove["title"]);
        var without = (await house.PressAsync(House.Seller, remove.DeepClone().AsObject(), "m1"))["value"]!.AsObject();
        Assert.Equal("3", House.Large(without));
        // One text looks alike on both.
        Assert.DoesNotContain(Phrases.English["Preview_Others"].Split('{')[0], without.ToJsonString(), StringComparison.Ordinal);

        // The card it was pressed on is of what is no more.
        var old = await house.PressAsync(House.Seller, remove, "m1");
        Assert.Contains("out of date", old.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await house.Get<Campaigns>().FindAsync(id, default))!.Content.Messages);
    }

    private static Task<House> StartAsync(ConnectorStub stub) =>
        House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:Accounts:1:Channel", "messenger"),
            ("Omo:Accounts:1:Id", "1065"),
            ("Omo:Accounts:1:Name", "粉專"),
            ("Omo:Accounts:1:Secrets:0", "secret"),
            ("Omo:Accounts:1:AccessToken", "token"),
            ("Omo:Accounts:1:VerifyToken", "verify-me"),
            ("Omo:Accounts:1:BaseUrl", new Uri(stub.Address, "messenger").ToString())
        );

    /// <summary>A text and a file, which LINE does not take, to two customers there and one on Messenger.</summary>
    private static async Task<long> DraftAsync(House house)
    {
        await TakenAsync(house, new(new(ChannelId.Line, House.Line), $"U{1:x32}"));
        await TakenAsync(house, new(new(ChannelId.Line, House.Line), $"U{2:x32}"));
        await TakenAsync(house, new(new(ChannelId.Messenger, "1065"), "7001"));
        var choose = (await house.SayAsync(House.Seller, "broadcast")).Card!;
        var id = (long)House.Buttons(choose).First(button => (string?)button["verb"] == Verbs.BroadcastCompose)["data"]!["campaign"]!;
        var draft = (await house.Get<Campaigns>().FindAsync(id, default))!;
        Content content = new([
            new OutboundMessage.Text("新品"),
            new OutboundMessage.Media(MediaKind.File, new('e', 32), "價目表.pdf", "application/pdf", 12_345),
        ]);
        Assert.True(await house.Get<Campaigns>().EditAsync(id, draft.Version, draft.Audience, content, default));
        return id;
    }

    private static async Task TakenAsync(House house, CustomerKey customer)
    {
        var now = TimeProvider.System.GetUtcNow();
        await house
            .Get<Conversations>()
            .ApplyAsync([Told.Message(customer, $"e {customer.UserId}", now)], suppressionsPending: false, default);
        Assert.Equal(Transition.Done, await house.Get<Conversations>().TakeAsync(customer, House.Seller.Id, now));
    }
}
