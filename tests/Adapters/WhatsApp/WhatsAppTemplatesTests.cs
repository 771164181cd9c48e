using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Adapters.Meta;
using OmoBroadcast.Tests.Sandbox;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppTemplatesTests
{
    [Fact]
    public async Task The_listing_of_the_sandbox_is_understood_template_by_template()
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var all = await ListAsync(meta);
        Assert.Equal(12, all.Count);
        var arrivals = all.Single(template => template.Name == "new_arrivals");
        Assert.Equal(
            (ParameterFormat.Named, MediaKind.Image, "MARKETING", "APPROVED"),
            (arrivals.Format, arrivals.Header!.Kind, arrivals.Category, arrivals.Status)
        );
        Assert.Equal([new("看商品", "https://shop.example/p/{{1}}"), new TemplateButton("聯絡門市", null)], arrivals.Buttons);
        Assert.Equal(new TemplateHeader(null, "{{1}} 會員日"), all.Single(template => template.Name == "member_day").Header);
        Assert.Equal(MediaKind.File, all.Single(template => template.Name == "price_list").Header!.Kind);
        Assert.Equal("PAUSED", all.Single(template => template.Name == "summer_sale").Status);
        Assert.Equal(7, all.Count(MessageTemplate.IsOffered));
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var many = Enumerable
            .Range(0, 250)
            .Select(i => new { name = $"t{i}", components = new[] { new { type = "BODY", text = $"Hi {i}" } } });
        using (var set = await meta.Http.PutAsJsonAsync("accounts/whatsapp/templates", new { waba = Graph.Waba, templates = many }))
            set.EnsureSuccessStatusCode();
        Assert.Equal(250, (await ListAsync(meta)).Select(template => template.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_stale_cursor_begins_the_listing_again_once()
    {
        await using var platform = new ScriptedPlatform();
        var gone = 1;
        platform.React = call =>
            call.Path.Contains("after=old", StringComparison.Ordinal) && gone-- > 0 ? BadCursor
            : call.Path.Contains("after=old", StringComparison.Ordinal) ? new Reaction.Answer(200, Page("two", null))
            : new Reaction.Answer(200, Page("one", "old"));
        Assert.Equal(
            ["one", "two"],
            Assert
                .IsType<TemplateListing.All>(await Port(platform).ListAsync(MetaSubject.Waba(0), default))
                .Templates.Select(template => template.Name)
        );

        platform.React = call =>
            call.Path.Contains("after=", StringComparison.Ordinal) ? BadCursor : new Reaction.Answer(200, Page("one", "old"));
        Assert.StartsWith(
            "131059",
            Assert.IsType<TemplateListing.Failed>(await Port(platform).ListAsync(MetaSubject.Waba(0), default)).Reason,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<Reaction, int?> Faults =>
        new()
        {
            {
                new Reaction.Answer(
                    400,
                    """{"error":{"message":"(#80008) There have been too many calls","code":80008}}""",
                    ("X-Business-Use-Case-Usage", """{"1":[{"estimated_time_to_regain_access":7}]}""")
                ),
                420
            },
            { new Reaction.Answer(401, """{"error":{"message":"bad token","code":190}}"""), null },
            { new Reaction.Answer(503, "no", ("Retry-After", "90")), 90 },
            { new Reaction.Answer(200, "{}"), null },
            { new Reaction.Answer(200, "<html>"), null },
            {
                new Reaction.Answer(200, """{"data":[],"paging":{"cursors":{"after":7""") { Close = true, Missing = 40 },
                null
            },
            { new Reaction.Reset(), null },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_a_value_and_lists_nothing(Reaction reaction, int? seconds)
    {
        await using var platform = new ScriptedPlatform { React = _ => reaction };
        var failed = Assert.IsType<TemplateListing.Failed>(await Port(platform).ListAsync(MetaSubject.Waba(0), default));
        Assert.Equal(seconds, (int?)failed.RetryAfter?.TotalSeconds);
        Assert.IsType<TemplateListing.Failed>(await Port(platform).ListAsync("no such account", default));
    }

    [Fact]
    public async Task A_listing_without_an_end_is_given_up_and_odd_templates_cost_no_others()
    {
        await using var platform = new ScriptedPlatform();
        var page = 0;
        platform.React = _ => new Reaction.Answer(200, Page($"t{page}", $"c{++page}"));
        Assert.IsType<TemplateListing.Failed>(await Port(platform).ListAsync(MetaSubject.Waba(0), default));
        Assert.Equal(100, platform.Calls.Count);

        platform.React = _ => new Reaction.Answer(
            200,
            """
            {"data":[7,{"name":"x"},{"name":"carousel","language":"zh-TW","status":"approved","components":[{"type":"BODY","text":"a"},{"type":"CAROUSEL"}]},
            {"name":"coupon","language":"zh_TW","status":"APPROVED","components":[{"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"COPY_CODE"}]}]},
            {"name":"good","language":"zh_TW","status":"APPROVED","components":[{"type":"BODY","text":"a"}]}]}
            """
        );
        var all = Assert.IsType<TemplateListing.All>(await Port(platform).ListAsync(MetaSubject.Waba(0), default)).Templates;
        Assert.Equal(["carousel", "coupon", "good"], all.Select(template => template.Name));
        Assert.Equal(("zh_TW", "APPROVED"), (all[0].Language, all[0].Status));
        Assert.Equal(["good"], all.Where(MessageTemplate.IsOffered).Select(template => template.Name));
    }

    private static Reaction.Answer BadCursor => new(400, """{"error":{"message":"(#131059) Invalid cursor","code":131059}}""");

    private static string Page(string name, string? after)
    {
        var page = new JsonObject
        {
            ["data"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = name,
                    ["language"] = "zh_TW",
                    ["status"] = "APPROVED",
                    ["components"] = new JsonArray(new JsonObject { ["type"] = "BODY", ["text"] = "a" }),
                }
            ),
            ["paging"] = new JsonObject { ["cursors"] = new JsonObject { ["after"] = after ?? "end" } },
        };
        if (after is not null)
            page["paging"]!["next"] = "https://graph.example/next";
        return page.ToJsonString();
    }

    private static ITemplates Port(ScriptedPlatform platform) =>
        new WhatsAppSubject().Services(platform.Address, TimeProvider.System).GetRequiredService<ITemplates>();

    private static async Task<IReadOnlyList<MessageTemplate>> ListAsync(Graph meta)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Accounts:0:Channel"] = "whatsapp",
                ["Omo:Accounts:0:Id"] = meta.Id,
                ["Omo:Accounts:0:Secrets:0"] = Graph.Secret,
                ["Omo:Accounts:0:AccessToken"] = Graph.Token,
                ["Omo:Accounts:0:VerifyToken"] = "verify-me",
                ["Omo:Accounts:0:Waba"] = Graph.Waba,
                ["Omo:Accounts:0:BaseUrl"] = meta.Host.WhatsAppBase,
            }
        );
        builder.AddAdapters();
        using var host = builder.Build();
        return Assert
            .IsType<TemplateListing.All>(await host.Services.GetRequiredService<ITemplates>().ListAsync(Graph.Waba, default))
            .Templates;
    }
}
