using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What somebody wrote, read from the text and the HTML that Teams sends of it.</summary>
public sealed class MessageTextTests
{
    private const string Static = "https://statics.teams.cdn.office.net/evergreen-assets/personal-expressions/v2/assets";

    [Theory]
    [InlineData("謝謝您", "<p>謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("謝謝您👋", "<p>謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("謝謝您(wave)", "<p>謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("謝謝您Waving hand", "<p>謝謝您{wave}</p>", "謝謝您👋")]
    [InlineData("", "<p>{wave}{wave}</p>", "👋👋")]
    [InlineData(null, "<div>{wave}</div>", "👋")]
    [InlineData("好  嗎", "<p>好{wave} 嗎 {wave}</p>", "好👋 嗎 👋")]
    [InlineData("hi", "<div><emoji id=\"smile\" alt=\"🙂\" title=\"Smile\"></emoji> hi</div>", "🙂 hi")]
    [InlineData("hi", "<p>hi<img src=\"{static}/emoticons/heart/default/20_f.png\" alt=\"❤️\"></p>", "hi❤️")]
    public void Emoji_stand_where_they_were_typed(string? text, string html, string words) => Assert.Equal(words, Words(text, html));

    [Theory]
    [InlineData("<p>一</p>\n<p>二</p>", "一\n二")]
    [InlineData("<p>一</p><p>&nbsp;</p><p>二</p>", "一\n\n二")]
    [InlineData("<div>一<br>二<br><br>三</div>", "一\n二\n\n三")]
    [InlineData("<p>一<br></p><p>二</p>", "一\n二")]
    [InlineData("<div>\r\n<div itemprop=\"copy-paste-block\">\n一\r\n二</div></div>", "一 二")]
    [InlineData("<p>買：</p><ul><li>茶</li><li>米</li></ul>", "買：\n• 茶\n• 米")]
    [InlineData("<ol start=\"3\"><li>茶</li><li>米</li></ol>", "3. 茶\n4. 米")]
    [InlineData("<p>　　親愛的　顧客</p>", "　　親愛的　顧客")]
    [InlineData("<p>a&nbsp; b &lt;3 &amp; c</p>", "a  b <3 & c")]
    [InlineData("<pre>a\n  b</pre>", "a\n  b")]
    [InlineData("<p>看<a href=\"https://shop.example/x?a=1&amp;b=2\">這裡</a></p>", "看這裡 (https://shop.example/x?a=1&b=2)")]
    [InlineData("<p><a href=\"http://shop.example/\">shop.example</a></p>", "shop.example")]
    [InlineData("<p>a<script>b</script><style>c</style></p>", "a")]
    public void Lines_blanks_and_signs_are_as_they_were_written(string html, string words) => Assert.Equal(words, Words(null, html));

    [Theory]
    [InlineData(
        "到了",
        "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"17\"><strong itemprop=\"mri\" itemid=\"28:b\">Omo</strong><span itemprop=\"time\" itemid=\"17\"></span><p itemprop=\"preview\">舊的</p></blockquote>\r\n<p>到了{wave}</p>",
        "到了👋"
    )]
    [InlineData(
        "Omo 舊的\n\n到了",
        "<blockquote itemtype=\"http://schema.skype.com/Reply\" itemid=\"17\"><strong>Omo</strong><p>舊的</p></blockquote><p>到了</p>",
        "到了"
    )]
    [InlineData("<quoted messageId=\"17\"/> 到了", null, "到了")]
    public void What_is_answered_is_not_what_was_written(string text, string? html, string words) => Assert.Equal(words, Words(text, html));

    [Theory]
    [InlineData("活動辦法\n到了", "<blockquote><p>活動辦法</p></blockquote><p>到了{wave}</p>", "活動辦法\n到了👋")]
    [InlineData("只有這句", "<blockquote>只有這句</blockquote>", "只有這句")]
    [InlineData(
        "一\n二",
        "<blockquote itemtype=\"http://schema.skype.com/Reply\"><blockquote>舊的</blockquote></blockquote><blockquote>一</blockquote><p>二</p>",
        "一\n二"
    )]
    public void A_quotation_that_answers_nothing_is_a_style_of_writing(string text, string html, string words) =>
        Assert.Equal(words, Words(text, html));

    [Theory]
    [InlineData("不一樣", "<p>別的話{wave}</p>", "不一樣")]
    [InlineData("", "<p>別的話</p>", "")]
    [InlineData("一二", "<p>一</p><p>二</p><p>三</p>", "一二")]
    [InlineData("一", "", "一")]
    [InlineData("a < b\r\nc", null, "a < b\nc")]
    public void Where_the_html_says_something_else_the_text_counts(string text, string? html, string words) =>
        Assert.Equal(words, Words(text, html));

    [Fact]
    public void Markup_in_a_text_is_read_where_the_text_says_that_it_is_markup()
    {
        Assert.Equal("1 < 2 & <b>", Words("1 &lt; 2 &amp; &lt;b&gt;", null, "xml"));
        Assert.Equal("1 &lt; 2", Words("1 &lt; 2", null, "plain"));
        Assert.Equal("1 < 2\n好", Words("1 &lt; 2\n<strong>好</strong>", null, "xml"));
    }

    [Theory]
    [InlineData(
        "<at>Omo</at> 請問<at>王 小明</at>",
        "<p><at id=\"0\">Omo</at>&nbsp;請問<at id=\"1\">王 小明</at>{wave}</p>",
        "請問王 小明👋"
    )]
    [InlineData("<at>Omo</at> 請問<at>王 小明</at>", null, "請問王 小明")]
    [InlineData(
        "<at>Omo</at> 好",
        "<p><span itemtype=\"http://schema.skype.com/Mention\" itemid=\"0\">Omo</span>&nbsp;好{wave}</p>",
        "好👋"
    )]
    public void Others_who_are_mentioned_are_named_and_we_are_not(string text, string? html, string words) =>
        Assert.Equal(words, Words(text, html));

    [Fact]
    public void Pictures_of_emoji_are_no_attachments_and_stickers_are()
    {
        const string Sticker = "https://statics.teams.cdn.office.net/evergreen-assets/stickers/v1/a.png";
        const string Giphy = "https://media2.giphy.com/media/x/giphy.gif";
        const string Own = "https://smba.trafficmanager.net/emea/v3/attachments/0-weu/views/original";
        var activity = Read(
            "好",
            "<p>好{wave}<img itemtype=\"http://schema.skype.com/Emoji\" alt=\"alpaca\" src=\"https://eu.asyncgw/x\"></p>",
            null,
            $"{Static}/emoticons/wave/default/20_f.png?v=2",
            "https://statics.teams.microsoft.com/evergreen-assets/skype/v2/yes/20.png",
            Sticker,
            Giphy,
            Own
        );
        Assert.Equal([Sticker, Giphy, Own], activity.Attachments.Select(attachment => attachment.Url));
    }

    [Fact]
    public void Emoji_take_no_room_from_what_is_attached()
    {
        var emoji = Enumerable.Repeat($"{Static}/emoticons/wave/default/20_f.png", 40).ToArray();
        var activity = Read("", string.Concat(Enumerable.Repeat("{wave}", 40)), null, [.. emoji, "https://smba.trafficmanager.net/a"]);
        Assert.Equal("https://smba.trafficmanager.net/a", Assert.Single(activity.Attachments).Url);
        Assert.Equal(string.Concat(Enumerable.Repeat("👋", 40)), activity.Text);
    }

    [Fact]
    public void Neither_size_nor_depth_nor_disorder_is_more_than_is_read()
    {
        Assert.Equal("a", Words("a", $"<p>{new string('x', 70_000)}</p>"));
        Assert.Equal("a", Words("a", string.Concat(Enumerable.Repeat("<div>", 10_000)) + "a"));
        Assert.Equal("a", Words("a", string.Concat(Enumerable.Range(0, 499).Select(i => $"<b id={i}><p>"))));
        var many = new string('a', 200);
        Assert.Equal(many, Words(many, string.Concat(Enumerable.Repeat("<img itemtype='x/Emoji' alt='!' title='a'>", 900))));
        Assert.Equal("a", Words("a", "<p>a<!-- <img alt=👋> --></p"));
    }

    private static string? Words(string? text, string? html, string? format = null) => Read(text, html, format).Text;

    private static Activity Read(string? text, string? html, string? format, params string[] pictures)
    {
        const string Wave = """
            <span title="Waving hand" type="(wave)" class="animated-emoticon-20-wave" itemscope=""><img itemscope=""
            itemtype="http://schema.skype.com/Emoji" itemid="wave" src="{static}/emoticons/wave/default/20_f.png" title="Waving hand" alt="👋"
            style="width:20px; height:20px"></span>
            """;
        var attachments = new JsonArray([
            .. pictures.Select(url => (JsonNode)new JsonObject { ["contentType"] = "image/*", ["contentUrl"] = url }),
        ]);
        if (html is not null)
            attachments.Add(
                new JsonObject
                {
                    ["contentType"] = "text/html",
                    ["content"] = html.Replace("{wave}", Wave, StringComparison.Ordinal)
                        .Replace("{static}", Static, StringComparison.Ordinal),
                }
            );
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["recipient"] = new JsonObject { ["id"] = "28:b", ["name"] = "Omo" },
            ["attachments"] = attachments,
            ["entities"] = new JsonArray(Mention("28:b", "Omo"), Mention("29:w", "王 小明")),
        };
        if (text is not null)
            activity["text"] = text;
        if (format is not null)
            activity["textFormat"] = format;
        return ActivityReader.Read(Encoding.UTF8.GetBytes(activity.ToJsonString()))!;
    }

    private static JsonObject Mention(string id, string name) =>
        new()
        {
            ["type"] = "mention",
            ["text"] = $"<at>{name}</at>",
            ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name },
        };
}
