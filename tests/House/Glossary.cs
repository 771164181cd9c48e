using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmoBroadcast.Tests.House;

/// <summary>One word for one thing, in what people read: the words that were given up stay away, and marks are those of the
/// language.</summary>
public sealed partial class Glossary
{
    /// <summary>Beside each pattern, what is said instead.</summary>
    private static readonly (string Given, string Instead)[] Chinese =
    [
        ("會話|(?<!我的)事件", "對話"),
        ("接下|轉移", "跟進、移轉"),
        ("關閉|重新開啟", "結束對話、重啟對話"),
        ("客人|客戶|消費者|用戶", "顧客"),
        ("姓名", "名稱"),
        ("通路|賬號", "渠道、帳號"),
        ("推播|廣播|一則群發|這則群發", "群發"),
        ("模板|範本訊息|標頭|參數", "訊息範本、範本開頭、欄位"),
        ("罐頭", "預存回覆"),
        ("店員|主管|(?<!銷售)經理", "銷售人員、銷售經理"),
        ("消息|個訊息", "訊息（一則）"),
        ("傳送|傳給(?!我們|別人)", "發送"),
        ("排定|預約|定時|預定", "排程"),
        ("平台已接受|遭平台拒絕|逾時未送|過期未", "已送出、發送失敗、逾時未發送"),
        ("重新發送|再次發送", "重發"),
        ("收件人", "群發名單"),
        ("店櫃|值班|稽核", "門市、上班、操作紀錄"),
        ("聲音|語音", "音訊"),
        ("權杖|位元組|WABA|代號", "連線授權、字、商業帳號、ID"),
        ("筆對話|則對話|個字(?!母)|筆範本", "個對話、字"),
        ("附上|聊天室", "附加、聊天"),
        ("僅限|(?<!應)該|此(?!外)", "只有、這個"),
        ("你(?!好)", "您"),
    ];

    private static readonly (string Given, string Instead)[] English =
    [
        (@"\b(nobody(?! else)|somebody|everybody|whom|whoever|anew)\b", "customers, colleagues, everyone, who, again"),
        (@"\b(bound|bind|unbind|binding)\b|in the care of", "linked, link, unlink"),
        (@"\bpass(ed)? on\b|\bin hand\b", "transfer"),
        (@"\b(picture|film|sound)s?\b(?! like)", "image, video, audio"),
        (@"\b(campaign|bulk)\b", "broadcast"),
        (@"\b(sellers?|shop)\b", "salesperson, store"),
        (@"\banswer(s|ed|ing)?\b", "reply"),
        (@"\bchosen\b", "selected"),
        (@"\b(WABA|(?<!access )token|bytes?)\b", "business account, access token, characters"),
        ("[\"']", "“ ” ’"),
        ("; [a-z].*[.!]$", "two sentences"),
        (@"\{0\} (customers|messages|conversations|tags|lines) (?!to )(is|are|were|could|would)\b", "a count behind a colon"),
    ];

    /// <summary>What is said in no other way, by key.</summary>
    private static readonly Dictionary<string, string> Exempt = new() { ["Template_Conflict"] = "word for word the product's" };

    private static IEnumerable<string> Files => Repository.Files.Where(file => file.EndsWith(".resx", StringComparison.Ordinal));

    [Fact]
    public void Words_that_were_given_up_stay_away() =>
        Assert.Empty(
            from file in Files
            from text in Texts(file)
            where !Exempt.ContainsKey(text.Key)
            from word in IsChinese(file) ? Chinese : English
            where Regex.IsMatch(text.Value, word.Given, RegexOptions.IgnoreCase)
            select $"{file}: {text.Key} says “{text.Value}”; better: {word.Instead}"
        );

    [Fact]
    public void Nothing_is_exempt_that_is_not_there() =>
        Assert.Subset(Files.SelectMany(Texts).Select(text => text.Key).ToHashSet(), Exempt.Keys.ToHashSet());

    [Fact]
    public void Beside_Chinese_characters_marks_are_full_width() =>
        Assert.Empty(
            from file in Files
            where IsChinese(file)
            from text in Texts(file)
            where HalfWidth().IsMatch(Read(text.Value))
            select $"{file}: {text.Key} says “{text.Value}”"
        );

    [Fact]
    public void No_space_stands_beside_a_full_width_mark() =>
        Assert.Empty(
            from file in Files
            where IsChinese(file)
            from text in Texts(file)
            where Spaced().IsMatch(text.Value)
            select $"{file}: {text.Key} says “{text.Value}”"
        );

    [Theory]
    [InlineData("標籤(一個)", true)]
    [InlineData("{0}: 顧客", true)]
    [InlineData("顧客, 同事", true)]
    [InlineData("（Omo:PublicUrl）", false)]
    [InlineData("[開啟聊天]({0})", false)]
    [InlineData("[[templates]]商業帳號", false)]
    public void A_half_width_mark_is_seen(string text, bool seen) => Assert.Equal(seen, HalfWidth().IsMatch(Read(text)));

    private static bool IsChinese(string file) => file.EndsWith(".zh-Hant.resx", StringComparison.Ordinal);

    private static IEnumerable<(string Key, string Value)> Texts(string file) =>
        XDocument
            .Parse(Repository.Read(file))
            .Root!.Elements("data")
            .Select(data => ((string)data.Attribute("name")!, (string)data.Element("value")!));

    /// <summary>As it is read: links by their words, and what is filled in as a Chinese character.</summary>
    private static string Read(string text) => Place().Replace(Name().Replace(Link().Replace(text, "$1"), "X"), "字");

    [GeneratedRegex(@"\[([^\[\]]+)\]\(\{\d\}\)")]
    private static partial Regex Link();

    // Names that the sentence or staff fill in.
    [GeneratedRegex(@"\[\[\w+\]\]|\{\{+[^{}]*\}\}+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"[\u4e00-\u9fff] ?[:,()\[\];!?]|[:,()\[\];!?] ?[\u4e00-\u9fff]")]
    private static partial Regex HalfWidth();

    [GeneratedRegex(" [（）「」，。：；！？、］]|[（）「」，。：；！？、［］] ")]
    private static partial Regex Spaced();
}
