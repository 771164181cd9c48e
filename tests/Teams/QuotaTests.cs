using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What a broadcast uses of the month and what it costs is said before the button.</summary>
public sealed class QuotaTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData(3000, "Messages this uses: 4 of 3,000 left this month (limit 3,000)", null)]
    [InlineData(3, "Messages this uses: 3 of 3 left this month (limit 3)", "have to wait for more quota: 1.")]
    [InlineData(null, null, null)]
    public async Task The_preview_tells_the_quota_as_LINE_tells_it_and_the_configured_price(int? quota, string? uses, string? beyond)
    {
        await using var line = await Platform.StartAsync();
        await line.WeatherAsync(new { monthlyQuota = quota });
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(
            stub,
            ("Omo:Accounts:0:AccessToken", Platform.Token),
            ("Omo:Accounts:0:BaseUrl", line.Host.LineBase),
            ("Omo:Accounts:0:Price", "0.2"),
            ("Omo:Accounts:0:Currency", "twd")
        );
        await teams.Customers.TakenAsync(Staff.Seller, 4);

        var compose = await PressAsync(teams, (await teams.SayAsync(Staff.Seller, "broadcast")).Card!);
        var preview = (await PressAsync(teams, compose, ("text1", "嗨"))).ToJsonString(Plain);
        Assert.Contains("Send now to 4", preview, StringComparison.Ordinal);
        Assert.Contains("0.8 TWD", preview, StringComparison.Ordinal);
        if (uses is not null)
            Assert.Contains(uses, preview, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("left this month", preview, StringComparison.Ordinal);
        if (beyond is not null)
            Assert.Contains(beyond, preview, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("wait for more quota", preview, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> PressAsync(TeamsFace teams, JsonObject card, params (string, string)[] inputs) =>
        (await teams.PressAsync(Staff.Seller, card, "broadcast.compose", "the-card", inputs))["value"]!.AsObject();
}
