using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class WhatsAppTemplateTests
{
    [Fact]
    public async Task Templates_are_listed_page_by_page()
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var names = new List<string>();
        var after = "";
        for (var page = 0; page < 10; page++)
        {
            var list = (
                await meta.CallAsync(HttpMethod.Get, $"v25.0/{Graph.Waba}/message_templates?fields=name,status&limit=5&after={after}")
            ).Json;
            names.AddRange(list["data"]!.AsArray().Select(t => (string)t!["name"]!));
            Assert.All(list["data"]!.AsArray(), t => Assert.Null(t!["components"]));
            after = (string)list["paging"]!["cursors"]!["after"]!;
            if (list["paging"]!["next"] is null)
                break;
        }

        Assert.Equal(12, names.Count);
        Assert.Equal(131059, (await meta.CallAsync(HttpMethod.Get, $"v25.0/{Graph.Waba}/message_templates?after=bm9uc2Vuc2U")).Error.Item1);
        var rejected = (await meta.CallAsync(HttpMethod.Get, $"v25.0/{Graph.Waba}/message_templates?status=REJECTED")).Json[
            "data"
        ]!.AsArray();
        Assert.Equal("free_money", (string)rejected.Single()!["name"]!);
        Assert.Equal((100, 33), (await meta.CallAsync(HttpMethod.Get, "v25.0/1/message_templates")).Error);
        await meta.WeatherAsync(new { managementPerHour = 1 });
        Assert.Equal(80008, (await meta.CallAsync(HttpMethod.Get, $"v25.0/{Graph.Waba}/message_templates")).Error.Item1);
    }

    public static TheoryData<string, string, string, int> Templates =>
        new()
        {
            { "autumn_sale", "zh_TW", """[{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""", 0 },
            { "autumn_sale", "zh_TW", """[{"type":"body","parameters":[{"type":"text","text":"a"}]}]""", 132000 },
            { "autumn_sale", "zh_TW", "[]", 132000 },
            { "autumn_sale", "fr", "[]", 132001 },
            { "no_such", "zh_TW", "[]", 132001 },
            { "free_money", "zh_TW", "[]", 132001 },
            { "winter_sale", "zh_TW", "[]", 132001 },
            { "summer_sale", "zh_TW", "[]", 132015 },
            { "old_promo", "zh_TW", "[]", 132016 },
            {
                "autumn_sale",
                "zh_TW",
                """[{"type":"body","parameters":[{"type":"text","text":"a\nb"},{"type":"text","text":"b"}]}]""",
                132018
            },
            {
                "autumn_sale",
                "zh_TW",
                """[{"type":"body","parameters":[{"type":"text","text":"a     b"},{"type":"text","text":"b"}]}]""",
                132018
            },
            {
                "autumn_sale",
                "zh_TW",
                """[{"type":"body","parameters":[{"type":"text","parameter_name":"x","text":"a"},{"type":"text","text":"b"}]}]""",
                132012
            },
            {
                "autumn_sale",
                "zh_TW",
                """[{"type":"body","parameters":[{"type":"text","text":"LONG"},{"type":"text","text":"b"}]}]""",
                132005
            },
            { "member_day", "zh_TW", """[{"type":"header","parameters":[{"type":"text","text":"金卡"}]}]""", 0 },
            {
                "member_day",
                "zh_TW",
                """[{"type":"header","parameters":[{"type":"image","image":{"link":"https://a.example/a.png"}}]}]""",
                132012
            },
            { "new_arrivals", "zh_TW", Named("image", "first_name"), 0 },
            { "new_arrivals", "zh_TW", Named("video", "first_name"), 132012 },
            { "new_arrivals", "zh_TW", Named("image", "last_name"), 132012 },
            {
                "new_arrivals",
                "zh_TW",
                """[{"type":"header","parameters":[{"type":"image","image":{"link":"https://a.example/a.png"}}]},{"type":"body","parameters":[{"type":"text","parameter_name":"first_name","text":"a"},{"type":"text","parameter_name":"product","text":"b"}]}]""",
                132000
            },
            { "hello_world", "en_US", """[{"type":"body","parameters":[{"type":"text","text":"a"}]}]""", 132000 },
            { "hello_world", "en_US", """[{"type":"carousel"}]""", 132012 },
        };

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_template_is_filled_in_as_it_was_made_or_refused(string name, string language, string components, int code)
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var parts = JsonNode.Parse(components.Replace("LONG", new string('字', 1_020), StringComparison.Ordinal))!;
        var said = await meta.WhatsAppAsync(
            await meta.CustomerAsync(),
            "template",
            new
            {
                name,
                language = new { code = language },
                components = parts,
            }
        );
        if (code == 0)
            Assert.Equal(200, said.Status);
        else
            Assert.Equal(code, said.Error.Item1);
        Assert.Equal(
            code == 132001 ? 404
                : code == 0 ? 200
                : 400,
            said.Status
        );
    }

    [Fact]
    public async Task Templates_and_accounts_change_and_the_webhook_hears_of_it()
    {
        await using var meta = await Graph.StartAsync("whatsapp", hears: true);
        await PauseAsync(meta);
        Assert.Equal(132015, (await meta.TemplateAsync(await meta.CustomerAsync(), "hello_world", "en_US")).Error.Item1);
        await meta.PostAsync("accounts/whatsapp/tell", new { field = "account_update", value = new { @event = "ACCOUNT_RESTRICTION" } });

        var items = (await meta.ItemsAsync()).Where(i => (string)i["field"]! != "messages").ToArray();
        Assert.Equal(
            ("message_template_status_update", "PAUSED", "en-US"),
            ((string)items[0]["field"]!, (string)items[0]["value"]!["event"]!, (string)items[0]["value"]!["message_template_language"]!)
        );
        Assert.Equal("ACCOUNT_RESTRICTION", (string)items[1]["value"]!["event"]!);
        Assert.All(await meta.HeardAsync(), b => Assert.Equal(Graph.Waba, (string)b["entry"]![0]!["id"]!));
        Assert.NotNull((await meta.HeardAsync())[0]["entry"]![0]!["time"]);
    }

    [Fact]
    public async Task Templates_of_one_s_own_can_be_set_and_sent()
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var own = new { name = "own", components = new[] { new { type = "BODY", text = "Hi" } } };
        using var set = await meta.Http.PutAsJsonAsync("accounts/whatsapp/templates", new { waba = Graph.Waba, templates = new[] { own } });
        set.EnsureSuccessStatusCode();
        Assert.Equal(200, (await meta.TemplateAsync(await meta.CustomerAsync(), "own", "zh_TW")).Status);
    }

    private static Task PauseAsync(Graph meta) =>
        meta.PostAsync(
            "accounts/whatsapp/templates/status",
            new
            {
                waba = Graph.Waba,
                name = "hello_world",
                language = "en_US",
                status = "PAUSED",
                reason = "FIRST_PAUSE",
                hyphen = true,
            }
        );

    private static string Named(string header, string first) =>
        $$$"""[{"type":"header","parameters":[{"type":"{{{header}}}","{{{header}}}":{"link":"https://a.example/a.png"}}]},{"type":"body","parameters":[{"type":"text","parameter_name":"product","text":"b"},{"type":"text","parameter_name":"{{{first}}}","text":"a"}]},{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"p1"}]}]""";
}
