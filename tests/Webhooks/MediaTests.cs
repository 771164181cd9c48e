using System.Net;
using System.Net.Http.Headers;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>/media/{id} on a real socket.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private WebhookFace webhooks = null!;

    public async ValueTask InitializeAsync() => webhooks = await WebhookFace.OpenAsync();

    public async ValueTask DisposeAsync() => await webhooks.DisposeAsync();

    [Fact]
    public async Task A_file_is_served_whole_in_part_and_not_again()
    {
        var content = Samples.Jpeg(300, 200);
        var item = await KeepAsync(content, "春裝 \"新\".jpg");
        var tag = await ServedWholeAsync(item.Id, content);
        await ServedInPartAsync(item.Id, content);

        using var known = await SendAsync(HttpMethod.Get, item.Id, request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var other = await SendAsync(HttpMethod.Get, item.Id, request =>
        {
            request.Headers.Range = new RangeHeaderValue(10, 19);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var preview = await webhooks.Http.GetAsync($"/media/{item.PreviewId}");
        Assert.Equal("image/jpeg", preview.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>With all headers, and by them alone.</summary>
    private async Task<EntityTagHeaderValue> ServedWholeAsync(string id, byte[] content)
    {
        using var whole = await webhooks.Http.GetAsync($"/media/{id}");
        Assert.Equal(content, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("public, max-age=31536000, immutable", whole.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("inline", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("春裝 _新_.jpg", whole.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("bytes", whole.Headers.AcceptRanges.Single());
        var tag = whole.Headers.ETag!;

        using var head = await SendAsync(HttpMethod.Head, id);
        Assert.Equal(
            (HttpStatusCode.OK, (long?)content.Length, tag),
            (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag)
        );
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        return tag;
    }

    /// <summary>From its middle, its end, and beyond it.</summary>
    private async Task ServedInPartAsync(string id, byte[] content)
    {
        using var part = await SendAsync(HttpMethod.Get, id, request => request.Headers.Range = new RangeHeaderValue(10, 19));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[10..20], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes 10-19/{content.Length}", part.Content.Headers.ContentRange!.ToString());
        using var end = await SendAsync(HttpMethod.Get, id, request => request.Headers.Range = new RangeHeaderValue(null, 5));
        Assert.Equal(content[^5..], await end.Content.ReadAsByteArrayAsync());
        using var beyond = await SendAsync(HttpMethod.Get, id, request =>
            request.Headers.Range = new RangeHeaderValue(content.Length, null)
        );
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task A_document_is_for_keeping_not_for_showing()
    {
        var item = await KeepAsync(Samples.Pdf, "a.pdf");
        using var response = await webhooks.Http.GetAsync($"/media/{item.Id}");
        Assert.Equal(
            ("attachment", "application/pdf"),
            (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentType!.MediaType)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2f..%2fpromises.db")]
    [InlineData("%00")]
    [InlineData("incoming")]
    public async Task Nothing_else_is_found_and_nothing_is_listed(string id)
    {
        await KeepAsync(Samples.Pdf, "a.pdf");
        using var response = await webhooks.Http.GetAsync($"/media/{id}");
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{response.StatusCode}");
    }

    private async Task<MediaItem> KeepAsync(byte[] content, string name) =>
        Assert.IsType<MediaResult.Ok>(await webhooks.Get<MediaShelf>().KeepAsync(new MemoryStream(content), name, default)).Item;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string id, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, $"/media/{id}");
        with?.Invoke(request);
        return await webhooks.Http.SendAsync(request);
    }
}
