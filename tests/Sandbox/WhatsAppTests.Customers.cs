using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed partial class WhatsAppTests
{
    [Fact]
    public async Task A_customer_may_be_known_by_the_business_scoped_id_alone()
    {
        await using var meta = await Graph.StartAsync("whatsapp", customers: 0, hears: true);
        var hidden = new
        {
            Count = 1,
            Destination = meta.Id,
            Hidden = 1,
        };
        await meta.PostAsync("customers/whatsapp", hidden);
        var inbound = (await meta.ItemsAsync()).Single()["value"]!;
        var id = (string)inbound["messages"]![0]!["from_user_id"]!;
        Assert.StartsWith(Bsuid, id, StringComparison.Ordinal);
        Assert.Null(inbound["messages"]![0]!["from"]);
        Assert.Null(inbound["contacts"]![0]!["wa_id"]);

        var said = await meta.WordsAsync(id);
        Assert.Equal(
            (200, id, null),
            (said.Status, (string?)said.Json["contacts"]![0]!["user_id"], (string?)said.Json["contacts"]![0]!["wa_id"])
        );
        Assert.All(await meta.StatusesAsync(), s =>
            Assert.Equal((id, null), ((string)s["recipient_user_id"]!, (string?)s["recipient_id"]))
        );
        Assert.Equal(131062, (await meta.TemplateAsync(id, "login_code", "zh_TW", Body(("text", "1")))).Error.Item1);
        Assert.Equal(id, (string)(await meta.GetAsync("ledger/deliveries"))["deliveries"]![0]!["to"]!);
    }

    [Theory]
    [InlineData("text", "text")]
    [InlineData("image", "image")]
    [InlineData("file", "document")]
    [InlineData("location", "location")]
    [InlineData("reaction", "reaction")]
    [InlineData("unreact", "reaction")]
    [InlineData("edit", "edit")]
    [InlineData("unsend", "revoke")]
    [InlineData("postback", "button")]
    [InlineData("unsupported", "unsupported")]
    [InlineData("hologram", "hologram")]
    public async Task Customers_do_all_kinds_of_things(string kind, string type)
    {
        await using var meta = await Graph.StartAsync("whatsapp", hears: true);
        await meta.SayAsync(
            new
            {
                index = 0,
                kind,
                of = "wamid.earlier",
                text = "x",
            }
        );
        var message = (await meta.ItemsAsync()).Single()["value"]!["messages"]![0]!;
        Assert.Equal(type, (string)message["type"]!);
        Assert.NotNull(message[type]);
        if (kind == "image")
            Assert.Equal(
                "image/jpeg",
                (string)(await meta.CallAsync(HttpMethod.Get, $"v25.0/{message["image"]!["id"]}")).Json["mime_type"]!
            );
    }
}
