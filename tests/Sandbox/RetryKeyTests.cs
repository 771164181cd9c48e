using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class RetryKeyTests
{
    private const string AlreadyAccepted = "The retry key is already accepted";

    [Fact]
    public async Task A_repeated_push_is_answered_409_with_the_first_request_and_its_messages()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        var first = await line.PushAsync(to, key: key);
        var second = await line.PushAsync(to, key: key);

        Assert.Equal((409, AlreadyAccepted), (second.Status, second.Message));
        Assert.Equal(first.Request, second.AcceptedRequest);
        Assert.NotEqual(first.Request, second.Request);
        Assert.Equal(first.Json["sentMessages"]!.ToJsonString(), second.Json["sentMessages"]!.ToJsonString());
        var summary = await line.SummaryAsync();
        Assert.Equal((1, 1, 0), ((int)summary["accepted"]!, (int)summary["replayed"]!, (int)summary["duplicates"]!));
        Assert.Empty(summary["violations"]!.AsArray());
    }

    [Fact]
    public async Task A_repeated_multicast_is_answered_409_without_messages()
    {
        await using var line = await Platform.StartAsync(customers: 2);
        var (to, key) = (await line.CustomersAsync(), Guid.NewGuid().ToString());
        var first = await line.MulticastAsync(to, key: key);
        var second = await line.MulticastAsync(to, key: key);
        Assert.Equal((409, first.Request), (second.Status, second.AcceptedRequest));
        Assert.Null(second.Json["sentMessages"]);
    }

    [Fact]
    public async Task Of_many_calls_at_once_with_one_key_one_is_accepted()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        var said = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => line.PushAsync(to, key: key)));

        Assert.Single(said, s => s.Status == 200);
        Assert.Equal(31, said.Count(s => s.Status == 409));
        Assert.Equal(1, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_24_hours_and_then_sends_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var line = await Platform.StartAsync(customers: 1, time);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.PushAsync(to, key: key);
        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(409, (await line.PushAsync(to, key: key)).Status);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, (await line.PushAsync(to, key: key)).Status);
        var summary = await line.SummaryAsync();
        Assert.Equal(1, (int)summary["duplicates"]!);
        Assert.Equal(1, (int)summary["violationCounts"]!["retryKey.usedAfter24h"]!);
    }

    [Fact]
    public async Task A_key_used_for_another_body_is_a_violation()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.PushAsync(to, "one", key);
        Assert.Equal(409, (await line.PushAsync(to, "another", key)).Status);
        Assert.Equal("retryKey.differentBody", (string)(await line.SummaryAsync())["violations"]![0]!["kind"]!);
    }

    [Fact]
    public async Task A_key_whose_first_attempt_ended_in_bad_weather_still_belongs_to_its_body()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.WeatherAsync(new { script = new[] { "status500Before" } });

        Assert.Equal(500, (await line.PushAsync(to, "one", key)).Status);
        Assert.Equal(200, (await line.PushAsync(to, "another", key)).Status);
        Assert.Equal(1, (int)(await line.SummaryAsync())["violationCounts"]!["retryKey.differentBody"]!);
    }

    [Theory]
    [InlineData("push", "order-17", 400)]
    [InlineData("push", "00000000000000000000000000000001", 400)]
    [InlineData("reply", "123e4567-e89b-12d3-a456-426614174000", 400)]
    [InlineData("validate/push", "123e4567-e89b-12d3-a456-426614174000", 400)]
    public async Task A_key_that_is_no_uuid_or_stands_where_none_belongs_is_refused(string endpoint, string key, int status)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var body = new
        {
            to = (await line.CustomersAsync())[0],
            replyToken = "x",
            messages = Platform.Texts("hi"),
        };
        Assert.Equal(status, (await line.SendAsync(endpoint, body, key)).Status);
        Assert.Equal(0, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Fact]
    public async Task A_key_on_a_profile_call_is_refused()
    {
        await using var line = await Platform.StartAsync();
        Assert.Equal(400, (await line.CallAsync(HttpMethod.Get, "line/v2/bot/info", key: Guid.NewGuid().ToString())).Status);
    }
}
