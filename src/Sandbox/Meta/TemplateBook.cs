using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The templates of the WABAs. A WABA nobody gave any has a few to begin with.</summary>
internal sealed class TemplateBook
{
    private const long FirstId = 594_425_479_000_000;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, List<Template>> _byWaba = new(StringComparer.Ordinal);

    public IReadOnlyList<Template> Of(string waba)
    {
        lock (_lock)
            return [.. _byWaba.GetOrAdd(waba, _ => Number(Seeds()))];
    }

    public void Replace(string waba, IEnumerable<Template> templates)
    {
        lock (_lock)
            _byWaba[waba] = Number(templates);
    }

    /// <returns>The template as it is now, null if there is none of that name and language.</returns>
    public Template? Change(string waba, string name, string language, Func<Template, Template> change)
    {
        lock (_lock)
        {
            var list = _byWaba.GetOrAdd(waba, _ => Number(Seeds()));
            var at = list.FindIndex(t => t.Name == name && t.Language == language);
            return at < 0 ? null : list[at] = change(list[at]);
        }
    }

    private static List<Template> Number(IEnumerable<Template> templates) =>
        [.. templates.Select((t, i) => t.Id.Length > 0 ? t : t with { Id = (FirstId + i).ToString(CultureInfo.InvariantCulture) })];

    private static IEnumerable<Template> Seeds()
    {
        yield return new(
            "autumn_sale",
            "zh_TW",
            Parts(Body("{{1}} 您好，秋冬新品到店了，折扣碼 {{2}} 本週末有效。"), Footer("回覆「取消訂閱」即不再收到"))
        );
        yield return new(
            "autumn_sale",
            "en_US",
            Parts(Body("Hello {{1}}, the autumn collection is here. Code {{2}} is good this weekend."), Footer("Reply STOP to unsubscribe"))
        );
        yield return new(
            "new_arrivals",
            "zh_TW",
            Parts(
                Header("IMAGE"),
                Body("{{first_name}} 您好，{{product}} 剛到貨。"),
                Buttons("看商品", "https://shop.example/p/{{1}}", "聯絡門市")
            )
        )
        {
            Format = "NAMED",
        };
        yield return new("member_day", "zh_TW", Parts(Header("TEXT", "{{1}} 會員日"), Body("本月會員日全館九折，歡迎光臨。")))
        {
            Category = "UTILITY",
        };
        yield return new("store_video", "zh_TW", Parts(Header("VIDEO"), Body("{{1}} 您好，這是我們的新店。")));
        yield return new("price_list", "zh_TW", Parts(Header("DOCUMENT"), Body("附上最新價目表。"))) { Category = "UTILITY" };
        yield return new("hello_world", "en_US", Parts(Header("TEXT", "Hello World"), Body("Welcome and congratulations!!")))
        {
            Category = "UTILITY",
        };
        yield return new("login_code", "zh_TW", Parts(Body("您的驗證碼是 {{1}}。"))) { Category = "AUTHENTICATION" };
        yield return new("summer_sale", "zh_TW", Parts(Body("{{1}} 您好，夏季出清。"))) { Status = "PAUSED" };
        yield return new("free_money", "zh_TW", Parts(Body("恭喜 {{1}}！"))) { Status = "REJECTED" };
        yield return new("winter_sale", "zh_TW", Parts(Body("{{1}} 您好，冬季特賣。"))) { Status = "PENDING" };
        yield return new("old_promo", "zh_TW", Parts(Body("{{1}} 您好。"))) { Status = "DISABLED" };
    }

    private static JsonArray Parts(params JsonObject[] parts) => [.. parts];

    private static JsonObject Header(string format, string? text = null)
    {
        var header = new JsonObject { ["type"] = "HEADER", ["format"] = format };
        if (text is not null)
            header["text"] = text;
        return header;
    }

    private static JsonObject Body(string text) => new() { ["type"] = "BODY", ["text"] = text };

    private static JsonObject Footer(string text) => new() { ["type"] = "FOOTER", ["text"] = text };

    private static JsonObject Buttons(string label, string url, string reply) =>
        new()
        {
            ["type"] = "BUTTONS",
            ["buttons"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "URL",
                    ["text"] = label,
                    ["url"] = url,
                },
                new JsonObject { ["type"] = "QUICK_REPLY", ["text"] = reply }
            ),
        };
}
