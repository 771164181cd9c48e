using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What the service writes to its console, as a process and whatever the configuration says of the console.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("simple")]
    [InlineData("systemd")]
    public async Task Each_record_is_one_line_with_its_time_and_no_secret_is_in_any(string form)
    {
        using var folder = new TempFolder();
        var settings = Settings(folder);
        if (form.Length > 0)
            settings["Logging__Console__FormatterName"] = form;
        var started = TimeProvider.System.GetUtcNow();
        await using var service = ServiceProcess.Launch("service", Installation.NewAddress(), settings);
        var lines = await Until.SeenAsync(
            "ten records",
            TimeSpan.FromSeconds(40),
            () => Task.FromResult(service.Output.Split('\n')[1..]),
            lines => lines.Length >= 10,
            () => service.Output
        );
        await service.KillAsync();
        Assert.All(lines[..^1], line =>
            Assert.InRange(TimeOf(line), started.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1))
        );
        Assert.DoesNotContain("canary", service.Output, StringComparison.Ordinal);
    }

    /// <summary>With a secret in each that may hold one, and nobody behind any.</summary>
    private static Dictionary<string, string> Settings(TempFolder folder) =>
        new()
        {
            ["Omo__DataDir"] = folder.Path,
            ["Omo__Accounts__0__Channel"] = "line",
            ["Omo__Accounts__0__Id"] = TestAccounts.LineId,
            ["Omo__Accounts__0__Secrets__0"] = "canary-1",
            ["Omo__Accounts__0__AccessToken"] = "canary-2",
            ["Omo__Accounts__0__BaseUrl"] = "http://127.0.0.1:9",
            ["Omo__Redis"] = "127.0.0.1:9,password=canary-3",
            ["Omo__Database"] = "Host=127.0.0.1;Port=9;Username=omo;Password=canary-4",
            ["Omo__Teams__AppId"] = Guid.NewGuid().ToString(),
            ["Omo__Teams__TenantId"] = Guid.NewGuid().ToString(),
            ["Omo__Teams__ClientSecret"] = "canary-5",
            ["Logging__LogLevel__Default"] = "Trace",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };

    private static DateTimeOffset TimeOf(string line)
    {
        var text = line.StartsWith('{')
            ? JsonDocument.Parse(line).RootElement.GetProperty("Timestamp").GetString()!
            : line[(line[0] == '<' ? 3 : 0)..].Split(' ')[0];
        Assert.EndsWith("Z", text, StringComparison.Ordinal);
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
