using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Adapters;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>
/// How fast each channel understands what its platform posts, on one thread and without a network: signed bodies of one and of a hundred
/// items. Beside it, in turns, the least that any reader must do with the same bodies: check the signature and parse the JSON.
/// </summary>
internal sealed class Reading : IBenchmark
{
    private const int BodiesKept = 200;
    private const double Wanted = 0.25;

    public string Name => "reading";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        using var host = Host();
        var roster = host.Services.GetRequiredService<Roster>();
        var goals = new List<Goal>();
        var table = Paper.Table(
            $"{Name}: {options.Items:N0} items a round, one thread",
            "channel",
            "items in a body",
            "bytes",
            "least work, items/s",
            "reader, items/s",
            "ratio",
            "bytes allocated an item"
        );
        foreach (var sort in Incomings.Channels)
        {
            foreach (var size in (int[])[1, 100])
            {
                var bodies = Enumerable.Range(0, BodiesKept).Select(n => Incomings.Request(sort, n * size, size)).ToArray();
                var (least, ours, allocated) = await MeasureAsync(options, roster[sort], bodies, size, cancellationToken);
                var share = Spread.Of(least.Zip(ours, (theirs, mine) => mine / theirs));
                table.Row(
                    sort.Value,
                    $"{size}",
                    $"{bodies[0].Body.Length:N0}",
                    Spread.Of(least).ToString("N0"),
                    Spread.Of(ours).ToString("N0"),
                    share.ToString("P1"),
                    $"{allocated:N0}"
                );
                goals.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"reading: {sort}, bodies of {size}, share of the least work"),
                        $"≥ {Wanted:P0}",
                        $"{share.ToString("P1")}, {Spread.Of(ours).ToString("N0")}/s",
                        share.Median >= Wanted
                    )
                );
            }
        }

        table.Print();
        return goals;
    }

    private static async Task<(List<double> Least, List<double> Ours, double Allocated)> MeasureAsync(
        BenchOptions options,
        IChannel channel,
        WebhookRequest[] bodies,
        int size,
        CancellationToken cancellationToken
    )
    {
        var rounds = Math.Max(1, options.Items / size);
        await Warming.ForAsync(Math.Min(options.WarmSeconds, 3), () =>
        {
            Ours(bodies.Length * 20);
            Least(bodies.Length * 20);
            return Task.CompletedTask;
        });
        List<double> least = [],
            ours = [];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ours(bodies.Length);
        var allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / (bodies.Length * size);
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            least.Add(Least(rounds));
            ours.Add(Ours(rounds));
        }

        return (least, ours, allocated);

        double Ours(int count)
        {
            var events = 0L;
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                events += channel.Read(bodies[i % bodies.Length]) is WebhookReading.Events read
                    ? read.Items.Count
                    : throw new InvalidOperationException("A body was refused");
            var took = Stopwatch.GetElapsedTime(began);
            return events == (long)count * size
                ? events / took.TotalSeconds
                : throw new InvalidOperationException($"Of {(long)count * size} items {events} were read");
        }

        double Least(int count)
        {
            Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                var body = bodies[i % bodies.Length].Body;
                HMACSHA256.HashData(Incomings.Key, body.Span, signature);
                using var document = JsonDocument.Parse(body);
            }

            return (double)count * size / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        var settings = new Dictionary<string, string?>();
        var number = 0;
        foreach (var channel in Incomings.Channels)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Omo:Accounts:{number++}:");
            settings[at + "Channel"] = channel.Value;
            settings[at + "Id"] = Incomings.Account;
            settings[at + "Secrets:0"] = Encoding.UTF8.GetString(Incomings.Key);
            settings[at + "AccessToken"] = settings[at + "VerifyToken"] = "none";
            if (channel == ChannelId.WhatsApp)
                settings[at + "Waba"] = "1";
        }

        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddAdapters();
        return builder.Build();
    }
}
