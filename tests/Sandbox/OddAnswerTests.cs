using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>Good answers in the dress that front ends and networks give them.</summary>
public sealed class OddAnswerTests
{
    [Theory]
    [InlineData("chunkedAfter")]
    [InlineData("trickledAfter")]
    [InlineData("gzipAfter")]
    [InlineData("wrongTypeAfter")]
    [InlineData("twiceHeadedAfter")]
    public async Task What_was_taken_is_answered_oddly(string fault)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await line.WeatherAsync(new { script = new[] { fault } });
        using var answer = await PushAsync(line);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (fault == "gzipAfter")
            bytes = await UnpackAsync(bytes);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.NotNull(JsonNode.Parse(bytes)!["sentMessages"]);
        Assert.Equal(fault == "gzipAfter", answer.Content.Headers.ContentEncoding.Contains("gzip"));
        Assert.Equal(fault is "chunkedAfter" or "trickledAfter", answer.Headers.TransferEncodingChunked == true);
        Assert.Equal(fault == "wrongTypeAfter", answer.Content.Headers.ContentType!.MediaType == "text/html");
        Assert.Equal(fault == "twiceHeadedAfter" ? 2 : 1, answer.Headers.GetValues("x-line-request-id").Count());
        Assert.Equal(1, (int)(await line.SummaryAsync())["accepted"]!);
    }

    /// <summary>A text to the first customer; the answer as it is on the wire.</summary>
    private static async Task<HttpResponseMessage> PushAsync(Platform line)
    {
        var push = new JsonObject
        {
            ["to"] = (await line.CustomersAsync())[0],
            ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "hi" }),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "line/v2/bot/message/push")
        {
            Content = new StringContent(push.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", Platform.Token);
        return await line.Http.SendAsync(request);
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            await gzip.CopyToAsync(unpacked);
        return unpacked.ToArray();
    }

    [Theory]
    [InlineData("brokenAfter")]
    [InlineData("hugeAfter")]
    public async Task What_was_taken_is_not_told_to_the_end_or_with_too_much_behind_it(string fault)
    {
        await using var page = await Graph.StartAsync("messenger");
        await page.WeatherAsync(new { script = new[] { fault } });
        var to = await page.CustomerAsync();
        if (fault == "brokenAfter")
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => page.TextAsync(to));
        else
            Assert.InRange((await page.TextAsync(to)).Body.Length, 50 * 1024 * 1024, int.MaxValue);
        Assert.Equal(1, (int)(await page.SumAsync())["accepted"]!);
        Assert.Equal(0, (int)(await page.SumAsync())["doubtful"]!);
    }

    [Fact]
    public async Task What_was_not_taken_and_not_refused_is_in_doubt()
    {
        await using var page = await Graph.StartAsync("messenger");
        await page.WeatherAsync(new { script = new[] { "status500Before", "resetBefore", "junkBefore", "status429", "100/2018001" } });
        var to = await page.CustomerAsync();
        for (var i = 0; i < 5; i++)
            await Record.ExceptionAsync(() => page.TextAsync(to));
        Assert.Equal(
            (5, 0, 3),
            ((int)(await page.SumAsync())["calls"]!, (int)(await page.SumAsync())["accepted"]!, (int)(await page.SumAsync())["doubtful"]!)
        );
    }
}
