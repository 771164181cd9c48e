using System.Net;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Meta's webhooks at the service's own endpoint.</summary>
public sealed class MetaEndpointTests : IAsyncLifetime
{
    private const string Page = "104455667788990",
        Number = "106540352242922",
        Secret = "canary-app-secret",
        Word = "canary-verify-token";
    private WebhookFace? webhooks;

    private WebhookFace Webhooks => webhooks!;

    public async ValueTask InitializeAsync() =>
        webhooks = await WebhookFace.OpenAsync(
            more:
            [
                ("Omo:Accounts:1:Channel", "messenger"),
                ("Omo:Accounts:1:Id", Page),
                ("Omo:Accounts:1:Secrets:0", Secret),
                ("Omo:Accounts:1:AccessToken", "t"),
                ("Omo:Accounts:1:VerifyToken", Word),
                ("Omo:Accounts:1:BaseUrl", "http://127.0.0.1:9"),
                ("Omo:Accounts:2:Channel", "whatsapp"),
                ("Omo:Accounts:2:Id", Number),
                ("Omo:Accounts:2:Secrets:0", Secret),
                ("Omo:Accounts:2:AccessToken", "t"),
                ("Omo:Accounts:2:VerifyToken", Word),
                ("Omo:Accounts:2:Waba", "77"),
                ("Omo:Accounts:2:BaseUrl", "http://127.0.0.1:9"),
            ]
        );

    public async ValueTask DisposeAsync()
    {
        if (webhooks is not null)
            await webhooks.DisposeAsync();
    }

    [Fact]
    public async Task The_handshake_is_answered_with_the_challenge_and_nothing_else()
    {
        using var right = await Webhooks.Http.GetAsync(
            new Uri($"/webhooks/messenger?hub.mode=subscribe&hub.verify_token={Word}&hub.challenge=1158201444", UriKind.Relative)
        );
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (right.StatusCode, right.Content.Headers.ContentType?.MediaType));
        Assert.Equal("1158201444"u8.ToArray(), await right.Content.ReadAsByteArrayAsync());
        foreach (
            var (query, status) in new[]
            {
                ($"/webhooks/messenger?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1", HttpStatusCode.Forbidden),
                (
                    $"/webhooks/messenger?hub.mode=subscribe&hub.verify_token={Word}&hub.verify_token={Word}&hub.challenge=1",
                    HttpStatusCode.Forbidden
                ),
                ($"/webhooks/messenger?hub.mode=subscribe&hub.verify_token={Word}&hub.challenge=%3Cscript%3E", HttpStatusCode.Forbidden),
                ("/webhooks/messenger", HttpStatusCode.Forbidden),
                ($"/webhooks/instagram?hub.mode=subscribe&hub.verify_token={Word}&hub.challenge=1", HttpStatusCode.Forbidden),
                ($"/webhooks/line?hub.mode=subscribe&hub.verify_token={Word}&hub.challenge=1", HttpStatusCode.MethodNotAllowed),
            }
        )
        {
            using var wrong = await Webhooks.Http.GetAsync(new Uri(query, UriKind.Relative));
            Assert.Equal((status, ""), (wrong.StatusCode, await wrong.Content.ReadAsStringAsync()));
        }

        Assert.DoesNotContain("canary", Webhooks.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_becomes_a_conversation_once_and_brings_its_name()
    {
        var body = WhatsApp("""{"id":"w1","from":"886912345678","timestamp":"STAMP","type":"text","text":{"body":"\u4f60\u597d"}}""");
        for (var i = 0; i < 2; i++)
            Assert.Equal(200, await PostAsync("whatsapp", body, MetaJson.Sign(body)));
        var customer = new CustomerKey(new(ChannelId.WhatsApp, Number), "886912345678");
        Assert.Equal(["你好"], (await Webhooks.Conversations.TranscriptAsync(customer, 10)).Select(line => line.Text));
        await Until.TrueAsync(async () => (await Webhooks.Conversations.FindAsync(customer))?.Name == "Ann");
    }

    [Fact]
    public async Task Who_is_told_by_the_scoped_id_alone_is_the_customer_whose_number_is_known()
    {
        var both = WhatsApp(
            """{"id":"w1","from":"886912345678","from_user_id":"TW.1A2b3C","timestamp":"STAMP","type":"text","text":{"body":"one"}}"""
        );
        var alone = WhatsApp("""{"id":"w2","from_user_id":"TW.1A2b3C","timestamp":"STAMP","type":"text","text":{"body":"two"}}""");
        var stop = Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"user_preferences","value":{"metadata":{"phone_number_id":"{{{{{{Number}}}}}}"},"user_preferences":[{"user_id":"TW.1A2b3C","category":"marketing_messages","value":"stop","timestamp":{{{{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}}}}}]}}]}]}"""
        );
        foreach (var body in new[] { both, alone, stop })
            Assert.Equal(200, await PostAsync("whatsapp", body, MetaJson.Sign(body)));

        var customer = new CustomerKey(new(ChannelId.WhatsApp, Number), "886912345678");
        Assert.Equal(
            ["one", "two"],
            (await Webhooks.Conversations.TranscriptAsync(customer, 10))
                .Where(line => line.Kind == MessageKind.Text)
                .Select(line => line.Text)
        );
        Assert.Empty(await Webhooks.Conversations.FindAsync([customer with { UserId = "TW.1A2b3C" }], default));
        Assert.Equal([SuppressionKind.Unsubscribed], (await Webhooks.Get<Suppressions>().FindAsync([customer], default))[customer]);
    }

    [Fact]
    public async Task Only_one_right_signature_opens_the_door()
    {
        var body = Messenger("hi");
        Assert.Equal(200, await PostAsync("messenger", body, MetaJson.Sign(body)));
        Assert.Equal(401, await PostAsync("messenger", body));
        Assert.Equal(401, await PostAsync("messenger", body, MetaJson.Sign(body), MetaJson.Sign(body)));
        Assert.Equal(401, await PostAsync("messenger", body, MetaJson.Sign(body)[..^1]));
        Assert.Equal(401, await PostAsync("messenger", Messenger("ho"), MetaJson.Sign(body)));
        Assert.Equal(401, await PostAsync("instagram", body, MetaJson.Sign(body)));
        Assert.Equal(400, await PostAsync("messenger", "{}"u8.ToArray(), MetaJson.Sign("{}"u8.ToArray())));
    }

    [Fact]
    public async Task A_body_may_be_as_large_as_its_platform_makes_them()
    {
        var large = Messenger(new string('x', 3 * 1024 * 1024));
        Assert.Equal(200, await PostAsync("messenger", large, MetaJson.Sign(large)));
        var tooLarge = Messenger(new string('x', 4 * 1024 * 1024));
        Assert.Equal(413, await PostAsync("messenger", tooLarge, MetaJson.Sign(tooLarge)));
        Assert.Equal(413, await Webhooks.PostAsync(new byte[(1024 * 1024) + 1]));
    }

    private static byte[] WhatsApp(string message) =>
        Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"{{{{{{Number}}}}}}"},"contacts":[{"profile":{"name":"Ann"},"wa_id":"886912345678"}],"messages":[{{{{{{message}}}}}}]}}]}]}""".Replace(
                "STAMP",
                $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}",
                StringComparison.Ordinal
            )
        );

    private static byte[] Messenger(string text) =>
        Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"page","entry":[{"id":"{{{{{{Page}}}}}}","time":1,"messaging":[{"sender":{"id":"2400000000000001"},"recipient":{"id":"{{{{{{Page}}}}}}"},"timestamp":{{{{{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}}}}}},"message":{"mid":"m{{{{{{text.Length}}}}}}","text":"{{{{{{text}}}}}}"}}]}]}"""
        );

    private Task<int> PostAsync(string channel, byte[] body, params string[] signatures) =>
        Webhooks.PostMetaAsync(channel, body, signatures);
}
