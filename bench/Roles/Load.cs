using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The platform's side of incoming webhooks: makes them beforehand, then fires them.</summary>
internal sealed class Load : IRole
{
    private SignedWebhooks? webhooks;

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "prepare":
                webhooks = null;
                webhooks = SignedWebhooks.Line(
                    how.GetProperty("count").GetInt32(),
                    how.GetProperty("people").GetInt32(),
                    how.GetProperty("series").GetInt32(),
                    how.GetProperty("destination").GetString()!,
                    how.GetProperty("secret").GetString()!
                );
                GC.Collect();
                return null;
            case "statuses":
                webhooks = null;
                webhooks = SignedWebhooks.Statuses(
                    how.GetProperty("count").GetInt32(),
                    [.. how.GetProperty("files").EnumerateArray().SelectMany(file => Messages(file.GetString()!))],
                    MetaAccountSeed.All.Single(account => account.Channel == "whatsapp")
                );
                GC.Collect();
                return null;
            case "run":
                var shooting = new Shooting(
                    webhooks!,
                    how.GetProperty("port").GetInt32(),
                    how.GetProperty("connections").GetInt32(),
                    how.GetProperty("perSecond").GetDouble()
                );
                return await Task.Factory.StartNew(
                    () => shooting.Run(TimeSpan.FromSeconds(how.GetProperty("seconds").GetDouble())),
                    cancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
            default:
                throw new ArgumentException(what);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the stub wrote down: number of the customer, our name for the message.</summary>
    private static IEnumerable<(int Number, string Name)> Messages(string file) =>
        File.ReadLines(file).Select(line => line.Split(' ')).Select(words => (int.Parse(words[0], CultureInfo.InvariantCulture), words[1]));
}

/// <summary>How a set of webhooks was answered. Latencies in milliseconds, from the moment each was due.</summary>
/// <param name="Wanted">Requests that were to be fired.</param>
/// <param name="Answered">Answers of any status.</param>
/// <param name="Ok">Answers of status 200.</param>
/// <param name="CpuSeconds">What firing them cost.</param>
internal sealed record LoadResult(int Wanted, int Answered, int Ok, double Seconds, double P50, double P99, double Worst, double CpuSeconds)
{
    public double PerSecond => Answered / Seconds;
}
