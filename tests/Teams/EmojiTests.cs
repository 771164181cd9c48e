using System.Net;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Emoji from Teams, which come as pictures: customers get letters, and pictures only where somebody sent one.</summary>
public sealed class EmojiTests : IAsyncLifetime
{
    private readonly TeamsFixture open = new();
    private CustomerKey customer;

    private TeamsFace Teams => open.Teams;

    // As Teams' own host would, but without the internet: the mirror says that it is the picture of an emoji.
    private string Sprite => $"{open.Stub.ServiceUrl}/emoji/wave.png";

    private string Wave =>
        $"""<span title="Waving hand" type="(wave)" class="animated-emoticon-20-wave" itemscope=""><img itemscope="" itemtype="http://schema.skype.com/Emoji" itemid="wave" src="{Sprite}" title="Waving hand" alt="👋" style="width:20px; height:20px"></span>""";

    private string Picture => $"{open.Stub.ServiceUrl}/v3/attachments/0-weu-d8/views/original";

    public async ValueTask InitializeAsync()
    {
        await open.InitializeAsync();
        open.Stub.Serve(new Uri(Sprite).AbsolutePath, Samples.Png());
        open.Stub.Serve(new Uri(Picture).AbsolutePath, Samples.Jpeg());
        customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new Profile("阿華", null));
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Theory]
    [InlineData("回覆 阿華 謝謝您", "<p>回覆 阿華 謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("回覆 阿華 謝謝您👋", "<p>回覆 阿華 謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("回覆 阿華", "<p>回覆 阿華 {wave}{wave}{wave}</p>", "👋👋👋")]
    [InlineData("回覆 阿華 一\r\n二", "<p>回覆 阿華 一{wave}</p>\n<p>二</p>", "一👋\n二")]
    [InlineData("<at>Omo</at> 回覆 阿華 好", "<p><at id=\"0\">Omo</at>&nbsp;回覆 阿華 好{wave}</p>", "好👋")]
    [InlineData("回覆 阿華 　　親愛的　您好", "<p>回覆 阿華 　　親愛的　您好{wave}</p>", "　　親愛的　您好👋")]
    [InlineData(
        "回覆 阿華 好",
        "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\"><strong itemprop=\"mri\">Omo</strong><p itemprop=\"preview\">阿華：在嗎</p></blockquote>\r\n<p>回覆 阿華 好{wave}</p>",
        "好👋"
    )]
    public async Task A_typed_reply_goes_with_its_emoji_and_without_their_pictures(string text, string html, string words)
    {
        var said = await TellAsync(text, html, Sprite);
        Assert.Contains("阿華", said.Text!, StringComparison.Ordinal);
        Assert.Equal([new OutboundMessage.Text(words)], Assert.Single(await RequestsAsync()).Messages);
        Assert.DoesNotContain(open.Stub.All, call => call.Path.EndsWith("wave.png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_emoji_whose_picture_is_not_to_be_had_goes_all_the_same()
    {
        const string Gone =
            "https://statics.teams.cdn.office.net/evergreen-assets/personal-expressions/v2/assets/emoticons/wave/default/20_f.png";
        await TellAsync("回覆 阿華 好", $"<p>回覆 阿華 好<img src=\"{Gone}\" alt=\"👋\"></p>", $"{Gone}?v=10");
        Assert.Equal([new OutboundMessage.Text("好👋")], Assert.Single(await RequestsAsync()).Messages);
    }

    [Fact]
    public async Task A_picture_among_emoji_is_a_picture()
    {
        await TellAsync(
            "回覆 阿華 好",
            $"<p>回覆 阿華 好{Wave}</p><p><img itemtype=\"http://schema.skype.com/AMSImage\" alt=\"image\" src=\"https://eu-api.asm.skype.com/v1/objects/0-weu-d8/views/imgo\" itemid=\"0-weu-d8\"></p>",
            Sprite,
            Picture
        );
        var messages = Assert.Single(await RequestsAsync()).Messages;
        Assert.Equal(["Media", "Text"], messages.Select(message => message.GetType().Name));
        Assert.Equal(new OutboundMessage.Text("好👋"), messages[1]);
    }

    [Fact]
    public async Task A_thumb_alone_is_offered_to_the_conversation_that_is_open_and_to_nobody_by_itself()
    {
        await OpenConversationAsync();
        var offered = (await TellAsync(null, $"<p>{Wave}</p>", Sprite)).Card!;
        Assert.Empty(await RequestsAsync());
        Assert.Equal("👋", Input(offered, "text"));
        await Teams.PressAsync(Staff.Seller, offered, "conversation.reply", "c1", ("text", Input(offered, "text")!));
        Assert.Equal([new OutboundMessage.Text("👋")], Assert.Single(await RequestsAsync()).Messages);
    }

    [Theory]
    [InlineData("到貨了", "<p>到貨了{wave}{wave}</p>", "到貨了👋👋")]
    [InlineData("一\n\n二", "<p>一{wave}</p><p>&nbsp;</p><p>二</p>", "一👋\n\n二")]
    [InlineData(
        "阿華 在嗎\n在的",
        "<blockquote itemtype=\"http://schema.skype.com/Reply\"><strong>阿華</strong><p>在嗎</p></blockquote><p>在的{wave}</p>",
        "在的👋"
    )]
    public async Task Words_without_a_command_are_offered_with_their_emoji(string text, string html, string words)
    {
        await OpenConversationAsync();
        var offered = (await TellAsync(text, html, Sprite)).Card!;
        Assert.Equal(words, Input(offered, "text"));
    }

    [Fact]
    public async Task A_thumb_while_writing_a_broadcast_joins_nothing_by_itself_and_comes_as_a_letter()
    {
        await ComposeAsync();
        var offered = (await TellAsync(null, $"<p>{Wave}</p>", Sprite)).Card!;
        Assert.Empty(await DraftAsync());
        Assert.Equal("👋", Input(offered, "text"));
        await Teams.PressAsync(Staff.Seller, offered, "media.join", "c1", ("text", "👋"));
        Assert.Equal([new OutboundMessage.Text("👋")], await DraftAsync());
    }

    [Fact]
    public async Task A_picture_attached_while_writing_joins_with_the_emoji_beside_it_as_a_letter()
    {
        await ComposeAsync();
        await TellAsync("新品", $"<p>新品{Wave}</p><p><img itemtype=\"http://schema.skype.com/AMSImage\" src=\"x\"></p>", Sprite, Picture);
        var draft = await DraftAsync();
        Assert.Equal(["Media", "Text"], draft.Select(message => message.GetType().Name));
        Assert.Equal(new OutboundMessage.Text("新品👋"), draft[1]);
    }

    [Fact]
    public async Task A_sticker_is_a_picture_and_is_asked_for()
    {
        var sticker = $"{open.Stub.ServiceUrl}/stickers/cat.png";
        open.Stub.Serve(new Uri(sticker).AbsolutePath, Samples.Png());
        var asked = (
            await TellAsync(null, $"<p><img itemtype=\"http://schema.skype.com/Sticker\" alt=\"cat\" src=\"{sticker}\"></p>", sticker)
        ).Card!;
        Assert.Contains(CardReader.Buttons(asked), button => (string?)button["verb"] == "media.reply");
        Assert.Empty(await RequestsAsync());
    }

    private async Task OpenConversationAsync()
    {
        var mine = await Teams.SayAsync(Staff.Seller, "mine");
        await Teams.PressAsync(Staff.Seller, mine.Card!, "mine.open", mine.AnsweredId);
    }

    private async Task ComposeAsync()
    {
        var began = await Teams.SayAsync(Staff.Seller, "broadcast");
        await Teams.PressAsync(Staff.Seller, began.Card!, "broadcast.compose", began.AnsweredId);
    }

    private async Task<ConnectorCall> TellAsync(string? text, string html, params string[] pictures)
    {
        var activity = Teams.Activity("message", Staff.Seller);
        if (text is not null)
            activity["text"] = text;
        activity["entities"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>Omo</at>",
                ["mentioned"] = new JsonObject { ["id"] = "28:omo", ["name"] = "Omo" },
            }
        );
        activity["attachments"] = new JsonArray([
            .. pictures.Select(url => (JsonNode)new JsonObject { ["contentType"] = "image/*", ["contentUrl"] = url }),
            new JsonObject { ["contentType"] = "text/html", ["content"] = html.Replace("{wave}", Wave, StringComparison.Ordinal) },
        ]);
        Assert.Equal(HttpStatusCode.OK, (await Teams.PostAsync(activity.ToJsonString())).Status);
        return await open.Stub.CallAsync(call => call.Method == "POST" && call.Card?["metadata"]?["omo"]?["notice"] is null);
    }

    private async Task<IReadOnlyList<Content>> RequestsAsync() =>
        await Teams
            .Get<Database>()
            .QueryAsync(
                "select content from records union all select content from queue",
                row => LedgerJson.Read<Content>(row.Text("content")),
                default
            );

    private async Task<IReadOnlyList<OutboundMessage>> DraftAsync() =>
        (
            await Teams
                .Get<Database>()
                .QueryAsync("select content from campaigns where state = 0", row => LedgerJson.Read<Content>(row.Text("content")), default)
        )
            .Single()
            .Messages;

    private static string? Input(JsonObject card, string id) =>
        (string?)card["body"]!.AsArray().OfType<JsonObject>().Single(element => (string?)element["id"] == id)["value"];
}
