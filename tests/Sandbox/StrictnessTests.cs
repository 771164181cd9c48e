using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>Where the platforms are strict or slow, the sandbox is.</summary>
public sealed partial class StrictnessTests
{
    private const string Chat = "teams/v3/conversations/a%3A1abc/activities";

    [Theory]
    [InlineData(false, 409)]
    [InlineData(true, 400)]
    public async Task A_repeated_push_to_somebody_who_has_left_is_judged_by_what_line_looks_at_first(bool recipientsFirst, int status)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await DeclareAsync(line, new { destination = Platform.Destination, recipientsFirst });
        Assert.Equal(200, (await line.PushAsync(to, key: key)).Status);
        await line.PostAsync("customers/line/leave", new { indexes = new[] { 0 } });
        Assert.Equal(status, (await line.PushAsync(to, key: key)).Status);
        await line.PostAsync("customers/line/return", new { indexes = new[] { 0 } });
        Assert.Equal(409, (await line.PushAsync(to, key: key)).Status);
        Assert.Equal(1, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Fact]
    public async Task A_batch_with_somebody_who_has_left_is_refused_before_its_key_is_looked_at()
    {
        await using var line = await Platform.StartAsync(customers: 3);
        var (to, key) = (await line.CustomersAsync(), Guid.NewGuid().ToString());
        await DeclareAsync(
            line,
            new
            {
                destination = Platform.Destination,
                recipientsFirst = true,
                refuseUnknownInMulticast = true,
            }
        );
        Assert.Equal(200, (await line.MulticastAsync(to, key: key)).Status);
        await line.PostAsync("customers/line/leave", new { indexes = new[] { 1 } });
        Assert.Equal((400, "Failed to send messages"), Said(await line.MulticastAsync(to, key: key)));

        static (int, string?) Said(Platform.Said said) => (said.Status, said.Message);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task What_is_held_before_the_decision_is_decided_when_released_though_its_caller_has_gone(
        string when,
        int acceptedMeanwhile
    )
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.WeatherAsync(new { holdNext = 1, holdWhen = when });
        using (var leave = new CancellationTokenSource())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "line/v2/bot/message/push")
            {
                Content = JsonContent.Create(new { to, messages = Platform.Texts("hi") }),
            };
            request.Headers.Authorization = new("Bearer", Platform.Token);
            request.Headers.Add("X-Line-Retry-Key", key);
            var call = line.Http.SendAsync(request, leave.Token);
            Assert.True((bool)(await line.GetAsync("weather/held?atLeast=1"))["reached"]!);
            Assert.Equal(acceptedMeanwhile, (int)(await line.SummaryAsync())["accepted"]!);
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        using (var released = await line.Http.PostAsync(new Uri("weather/release", UriKind.Relative), null))
            released.EnsureSuccessStatusCode();
        Assert.True((bool)(await line.GetAsync("ledger/wait?accepted=1"))["reached"]!);
        Assert.Equal(409, (await line.PushAsync(to, key: key)).Status);
    }

    [Theory]
    [InlineData("400 The property, to[1], in the request body is invalid", 400)]
    [InlineData("403", 403)]
    [InlineData("429 You have reached your monthly limit.", 429)]
    [InlineData("503", 503)]
    public async Task Any_error_of_lines_can_be_scripted(string error, int status)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await line.WeatherAsync(new { script = new[] { error } });
        var said = await line.PushAsync((await line.CustomersAsync())[0]);
        Assert.Equal(status, said.Status);
        if (error.Length > 3)
            Assert.Equal(error[4..], said.Message);
        Assert.Equal(0, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Theory]
    [InlineData("whatsapp", "131048", 400, 131_048, 0)]
    [InlineData("whatsapp", "131016", 500, 131_016, 0)]
    [InlineData("whatsapp", "130429@429", 429, 130_429, 0)]
    [InlineData("messenger", "10/2018300", 400, 10, 2_018_300)]
    [InlineData("instagram", "613/2018338", 400, 613, 2_018_338)]
    [InlineData("messenger", "190/463", 401, 190, 463)]
    public async Task Any_error_of_metas_can_be_scripted(string channel, string error, int status, int code, int subcode)
    {
        await using var meta = await Graph.StartAsync(channel);
        await meta.WeatherAsync(new { script = new[] { error } });
        var to = await meta.CustomerAsync();
        var said = channel == "whatsapp" ? await meta.WordsAsync(to) : await meta.TextAsync(to);
        Assert.Equal((status, (code, subcode)), (said.Status, said.Error));
        Assert.Equal(0, (int)(await meta.SumAsync())["accepted"]!);
    }

    [Fact]
    public async Task A_late_answer_to_a_webhook_is_none_and_the_webhook_comes_again()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await Receiver.StartAsync();
        await DeclareAsync(
            line,
            new
            {
                destination = Platform.Destination,
                webhookUrl = service.At("line"),
                redeliverAfterMs = 10,
            }
        );
        service.HoldFirst = true;
        var said = await line.PostAsync("customers/line/say", new { index = 0 });
        Assert.Equal(0, (int)said["status"]!);
        Assert.InRange((double)said["maxMs"]!, 1_900, 4_000);
        await service.ComesAsync(2);
        var events = service.Webhooks.Select(webhook => JsonNode.Parse(webhook.Body)!["events"]![0]!).ToArray();
        Assert.Equal([false, true], events.Select(one => (bool)one["deliveryContext"]!["isRedelivery"]!));
        Assert.Single(events.Select(one => (string)one["webhookEventId"]!).Distinct());
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1_000)]
    public async Task A_conversation_takes_seven_in_a_second_and_eight_in_two(int most, int afterMs)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var teams = await Platform.StartAsync(time: time);
        for (var i = 0; i < 7; i++)
            Assert.Equal(201, await PostAsync(teams, Chat));
        time.Advance(TimeSpan.FromMilliseconds(afterMs));
        for (var i = 7; i < most; i++)
            Assert.Equal(201, await PostAsync(teams, Chat));
        using var refused = await teams.Http.PostAsJsonAsync(Chat, new { type = "message", text = "x" });
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal(201, await PostAsync(teams, "teams/v3/conversations/other/activities"));
    }

    [Fact]
    public async Task A_conversation_takes_sixty_in_half_a_minute_eighteen_hundred_in_an_hour_and_a_tenant_fifty_a_second()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var teams = await Platform.StartAsync(time: time);
        Assert.Equal(60, await TakenAsync(teams, time, 61, TimeSpan.FromMilliseconds(490)));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1_800, await TakenAsync(teams, time, 1_801, TimeSpan.FromSeconds(1.99)));
        time.Advance(TimeSpan.FromHours(2));
        var taken = 0;
        for (var i = 0; i < 60; i++)
            taken += await PostAsync(teams, $"teams/v3/conversations/c{i}/activities") == 201 ? 1 : 0;
        Assert.Equal(50, taken);
    }

    [Fact]
    public async Task Sends_to_a_thread_that_another_app_has_are_refused_until_the_customer_writes_to_us()
    {
        await using var page = await Graph.StartAsync("messenger", hears: true);
        var to = await page.CustomerAsync();
        await page.SayAsync(new { index = 0, standby = true });
        Assert.Equal((10, 2_018_300), (await page.TextAsync(to)).Error);
        await page.SayAsync(new { index = 0 });
        Assert.Equal(200, (await page.TextAsync(to)).Status);
    }

    [Fact]
    public async Task What_comes_in_on_whatsapp_is_of_the_numbers_throughput()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var number = await Graph.StartAsync("whatsapp", hears: true, time: time);
        for (var i = 0; i < 8; i++)
            await number.SayAsync(new { index = 0 });
        Assert.Equal(130_429, (await number.WordsAsync(await number.CustomerAsync())).Error.Item1);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await number.WordsAsync(await number.CustomerAsync())).Status);
    }

    [Fact]
    public async Task A_portfolio_may_write_to_so_many_people_outside_of_their_window_in_a_day()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var number = await Graph.StartAsync("whatsapp", customers: 3, time: time);
        await number.WeatherAsync(new { tier = 2 });
        var people = await number.CustomersAsync();
        Assert.Equal(200, (await Template(people[2])).Status);
        time.Advance(TimeSpan.FromHours(25));
        var statuses = new List<int>();
        foreach (var one in (int[])[0, 1, 2, 0])
            statuses.Add((await Template(people[one])).Status);
        Assert.Equal([200, 200, 400, 200], statuses);
        Assert.Equal(131_048, (await Template(people[2])).Error.Item1);
        time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(200, (await Template(people[2])).Status);

        Task<Graph.Said> Template(string to) => number.TemplateAsync(to, "hello_world", "en_US");
    }

    private static async Task<int> TakenAsync(Platform teams, FakeTimeProvider time, int calls, TimeSpan apart)
    {
        var taken = 0;
        for (var i = 0; i < calls; i++)
        {
            taken += await PostAsync(teams, Chat) == 201 ? 1 : 0;
            time.Advance(apart);
        }

        return taken;
    }

    private static async Task<int> PostAsync(Platform teams, string path)
    {
        using var answer = await teams.Http.PostAsJsonAsync(path, new { type = "message", text = "x" });
        return (int)answer.StatusCode;
    }

    private static async Task DeclareAsync(Platform line, object account)
    {
        using var declared = await line.Http.PutAsJsonAsync("accounts/line", account);
        declared.EnsureSuccessStatusCode();
    }

    private static async Task SkyAsync(Platform line, object webhooks)
    {
        using var changed = await line.Http.PutAsJsonAsync("weather", new { webhooks });
        changed.EnsureSuccessStatusCode();
    }
}
