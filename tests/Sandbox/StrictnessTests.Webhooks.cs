using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed partial class StrictnessTests
{
    [Fact]
    public async Task Webhooks_are_lost_late_doubled_and_told_by_another_clock()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await Receiver.StartAsync();
        await HearAsync(line, service);

        await SkyAsync(line, new { lost = 1 });
        Assert.Equal(0, (int)(await line.PostAsync("customers/line/say", new { index = 0 }))["status"]!);
        await SkyAsync(
            line,
            new
            {
                late = 1,
                lateMs = 20,
                skewMs = -600_000,
            }
        );
        await line.PostAsync("customers/line/say", new { index = 0, at = 1_790_000_000_000 });
        await service.ComesAsync(1);
        Assert.Equal(1_790_000_000_000 - 600_000, (long)JsonNode.Parse(service.Webhooks.Single().Body)!["events"]![0]!["timestamp"]!);
        await SkyAsync(line, new { doubled = 1 });
        await line.PostAsync("customers/line/say", new { index = 0 });
        await service.ComesAsync(2);
    }

    [Fact]
    public async Task A_body_that_was_not_taken_comes_again_taken_apart()
    {
        await using var line = await Platform.StartAsync();
        await using var service = await Receiver.StartAsync();
        await HearAsync(line, service);
        await SkyAsync(line, new { regroup = true });
        service.Answers.Enqueue(500);
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 3,
                Platform.Destination,
                WebhookUrl = service.At("line"),
                EventsPerBody = 3,
            }
        );
        await service.ComesAsync(4);
        var bodies = service
            .Webhooks.Select(webhook =>
                JsonNode.Parse(webhook.Body)!["events"]!.AsArray().Select(one => (string)one!["webhookEventId"]!).ToArray()
            )
            .ToArray();
        Assert.Equal(bodies[0].Reverse(), bodies.Skip(1).Select(Assert.Single));
    }

    private static Task HearAsync(Platform line, Receiver service) =>
        DeclareAsync(
            line,
            new
            {
                destination = Platform.Destination,
                webhookUrl = service.At("line"),
                redeliverAfterMs = 10,
            }
        );
}
