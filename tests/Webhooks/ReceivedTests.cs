using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>/received/{code}: what a customer sent, to whoever has the code, with our token left at home.</summary>
public sealed class ReceivedTests : IAsyncLifetime
{
    private static readonly byte[] Jpeg = Tests.Storage.Media.Samples.Jpeg(40, 30);

    private WebApplication line = null!;
    private WebhookFace webhooks = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        line = builder.Build();
        line.MapGet("/v2/bot/message/{id}/content", (string id, HttpContext context) => context.Request.Headers.Authorization
            != $"Bearer {TestAccounts.LineToken}"
                ? Results.Unauthorized()
            : id == "1" ? Results.Bytes(Jpeg, "image/jpeg")
            : id == "heic" ? Results.Bytes("heic"u8.ToArray(), "image/heic")
            : id == "2" ? Results.Bytes("<script>1</script>"u8.ToArray(), "text/html")
            : Results.StatusCode(410));
        line.MapGet("/v2/bot/message/{id}/content/preview", (string id) => Results.Bytes(Jpeg[..10], "image/jpeg"));
        await line.StartAsync();
        webhooks = await WebhookFace.OpenAsync(platform: new Uri(line.Urls.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await webhooks.DisposeAsync();
        await line.DisposeAsync();
    }

    [Fact]
    public async Task It_is_passed_on_as_the_platform_gives_it_and_the_token_stays_here()
    {
        using var whole = await GetAsync(new(TestAccounts.Line, "1", Preview: false));
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (whole.StatusCode, whole.Content.Headers.ContentType?.MediaType));
        Assert.Equal(Jpeg, await whole.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(TestAccounts.LineToken, whole.Headers.ToString() + whole.Content.Headers, StringComparison.Ordinal);
        using var preview = await GetAsync(new(TestAccounts.Line, "1", Preview: true));
        Assert.Equal(Jpeg[..10], await preview.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(TestAccounts.LineToken, webhooks.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_taken_back_is_shown_no_more()
    {
        Assert.Equal(
            200,
            await webhooks.PostAsync(
                LineJson.Event(
                    "i1",
                    LineJson.User(1),
                    """ "type":"message","message":{"id":"1","type":"image","contentProvider":{"type":"line"}} """
                )
            )
        );
        var link = new ReceivedLink(TestAccounts.Line, "1", Preview: false) { UserId = LineJson.User(1) };
        using var whole = await GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        using var others = await GetAsync(link with { UserId = LineJson.User(2) });
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(
            200,
            await webhooks.PostAsync(LineJson.Event("u1", LineJson.User(1), """ "type":"unsend","unsend":{"messageId":"1"} """))
        );
        using var gone = await GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_could_act_in_a_browser_is_handed_over_as_a_file()
    {
        using var page = await GetAsync(new(TestAccounts.Line, "2", Preview: false));
        Assert.Equal(
            ("application/octet-stream", "attachment"),
            (page.Content.Headers.ContentType?.MediaType, page.Content.Headers.ContentDisposition?.DispositionType)
        );
        using var picture = await GetAsync(new(TestAccounts.Line, "heic", Preview: false));
        Assert.Equal(
            ("application/octet-stream", "received.heic"),
            (picture.Content.Headers.ContentType?.MediaType, picture.Content.Headers.ContentDisposition?.FileName?.Trim('"'))
        );
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("3")]
    [InlineData("../../../bot/info")]
    [InlineData("1/../2")]
    [InlineData("")]
    public async Task What_the_platform_has_not_and_what_is_no_id_is_not_found(string media)
    {
        using var answer = await GetAsync(new(TestAccounts.Line, media, Preview: false));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    [InlineData("%2e%2e%2fmedia")]
    public async Task A_guessed_code_leads_nowhere(string code)
    {
        using var answer = await webhooks.Http.GetAsync($"/received/{code}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(ReceivedLink link) =>
        await webhooks.Http.GetAsync($"/received/{await webhooks.Get<ReceivedLinks>().MakeAsync(link, default)}");
}
