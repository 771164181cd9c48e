using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Survival;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Beside nothing else, as it looks at the memory of the process.</summary>
[Collection(nameof(OneAtATime))]
[Long]
public sealed class ExportMemoryTests
{
    [Fact]
    public async Task A_hundred_thousand_rows_leave_in_little_memory()
    {
        await using var webhooks = await ExportTests.OpenAsync("");
        var campaign = await ExportTests.CampaignAsync(webhooks, [.. Enumerable.Range(0, 100_000).Select(i => $"顧客 {i}")]);
        var path = await ExportTests.LinkAsync(webhooks, ExportTests.Seller, campaign);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var answer = await webhooks.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (lines, most) = (0, 0L);
        while (await reader.ReadLineAsync() is not null)
            if (++lines % 10_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.Equal(100_001, lines);
        Assert.InRange(most, long.MinValue, 32 * 1024 * 1024);
    }
}
