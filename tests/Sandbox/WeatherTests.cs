using System.Net.Http.Json;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class WeatherTests
{
    [Theory]
    [InlineData("resetAfter", true)]
    [InlineData("resetBefore", false)]
    public async Task A_connection_cut_after_accepting_has_accepted(string fault, bool accepted)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.WeatherAsync(new { script = new[] { fault } });

        await Assert.ThrowsAsync<HttpRequestException>(() => line.PushAsync(to, key: key));
        Assert.Equal(accepted ? 1 : 0, (int)(await line.SummaryAsync())["accepted"]!);
        Assert.Equal(accepted ? 409 : 200, (await line.PushAsync(to, key: key)).Status);
        var summary = await line.SummaryAsync();
        Assert.Equal((1, 0), ((int)summary["accepted"]!, (int)summary["duplicates"]!));
        Assert.Equal(1, (int)summary["statuses"]!["0"]!);
    }

    [Theory]
    [InlineData("status500Before", 500, 200)]
    [InlineData("status500After", 500, 409)]
    [InlineData("status429", 429, 200)]
    [InlineData("status401", 401, 200)]
    [InlineData("junkBefore", 200, 200)]
    [InlineData("junkAfter", 200, 409)]
    public async Task Each_fault_is_what_it_says(string fault, int status, int thenStatus)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.WeatherAsync(new { script = new[] { fault } });

        var said = await line.PushAsync(to, key: key);
        Assert.Equal(status, said.Status);
        if (fault.StartsWith("junk", StringComparison.Ordinal))
            Assert.ThrowsAny<System.Text.Json.JsonException>(() => said.Json);
        Assert.Equal(thenStatus, (await line.PushAsync(to, key: key)).Status);
    }

    [Fact]
    public async Task The_same_seed_brings_the_same_weather()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var to = (await line.CustomersAsync())[0];
        var once = await Storm(7);
        Assert.Equal(once, await Storm(7));
        Assert.NotEqual(once, await Storm(8));
        Assert.InRange(once.Count(s => s == 500), 20, 80);

        async Task<List<int>> Storm(int seed)
        {
            await line.WeatherAsync(new { status500Before = 0.25, status500After = 0.25 }, seed: seed);
            var statuses = new List<int>();
            for (var i = 0; i < 100; i++)
                statuses.Add((await line.PushAsync(to)).Status);
            return statuses;
        }
    }

    [Fact]
    public async Task Held_calls_are_accepted_and_answered_when_released()
    {
        await using var line = await Platform.StartAsync(customers: 2);
        var people = await line.CustomersAsync();
        await line.WeatherAsync(new { hold = true });

        var calls = people.Select(p => line.PushAsync(p)).ToArray();
        Assert.True((bool)(await line.GetAsync("weather/held?atLeast=2"))["reached"]!);
        Assert.Equal(2, (int)(await line.SummaryAsync())["accepted"]!);
        Assert.All(calls, c => Assert.False(c.IsCompleted));
        using (var released = await line.Http.PostAsync(new Uri("weather/release", UriKind.Relative), null))
            released.EnsureSuccessStatusCode();
        Assert.All(await Task.WhenAll(calls), s => Assert.Equal(200, s.Status));
        Assert.Equal(200, (await line.PushAsync(people[0])).Status);
    }

    [Fact]
    public async Task One_can_wait_for_the_ledger_to_grow()
    {
        await using var line = await Platform.StartAsync(customers: 3);
        var people = await line.CustomersAsync();
        var waiting = line.GetAsync("ledger/wait?recipients=3");
        await line.PushAsync(people[0]);
        Assert.False(waiting.IsCompleted);
        await line.MulticastAsync(people.Skip(1));
        Assert.True((bool)(await waiting)["reached"]!);
        Assert.False((bool)(await line.GetAsync("ledger/wait?accepted=9&timeoutMs=1"))["reached"]!);
    }

    [Fact]
    public async Task A_cleared_ledger_has_forgotten_keys_and_usage_but_not_the_customers()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var (to, key) = ((await line.CustomersAsync())[0], Guid.NewGuid().ToString());
        await line.PushAsync(to, key: key);
        using (var cleared = await line.Http.DeleteAsync(new Uri("ledger", UriKind.Relative)))
            cleared.EnsureSuccessStatusCode();

        Assert.Equal(0, (int)(await line.SummaryAsync())["calls"]!);
        Assert.Equal(200, (await line.PushAsync(to, key: key)).Status);
        var calls = await line.Http.GetFromJsonAsync<System.Text.Json.Nodes.JsonArray>("ledger");
        Assert.Equal((key, "push", true), ((string)calls![0]!["retryKey"]!, (string)calls[0]!["endpoint"]!, (bool)calls[0]!["accepted"]!));
        Assert.True((long)calls[0]!["at"]! > 1_700_000_000_000_000);
    }
}
