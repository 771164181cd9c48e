using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>All members of staff with Teams open, on one thread. Each has a connection; where a press is doubled, a second one.</summary>
internal sealed class Staff : IRole
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private IReadOnlyList<Seller> sellers = [];
    private int port;
    private byte[] look = [];
    private string inbox = "";

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Do(what, how), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private object? Do(string what, JsonElement how)
    {
        switch (what)
        {
            case "come":
                port = how.GetProperty("port").GetInt32();
                var post = how.GetProperty("post").Deserialize<Post>(Player.Json)!;
                sellers = [.. Enumerable.Range(0, how.GetProperty("count").GetInt32()).Select(number => new Seller(number, post))];
                return null;
            case "broadcast":
                return Walk(_ => Seller.Broadcast.Count, Seller.Broadcast);
            case "spread":
                // From here on at each instant every step of the day is somebody's.
                Walk(seller => seller % Seller.Day.Count);
                return null;
            case "inbox":
                look = sellers[0].Write(Seller.Day[0]);
                using (var clicks = new Clicks(port, 1))
                {
                    clicks.Fire(0, look, Stopwatch.GetTimestamp());
                    clicks.Settle(Patience, answered => inbox = Encoding.UTF8.GetString(answered.Body.Span));
                }

                return inbox;
            case "laps":
                return Walk(_ => how.GetProperty("laps").GetInt32() * Seller.Day.Count);
            case "bursts":
                return Bursts(how.GetProperty("twice").GetBoolean());
            case "bare":
                return Bare(
                    how.GetProperty("port").GetInt32(),
                    how.GetProperty("times").GetInt32(),
                    how.GetProperty("together").GetBoolean()
                );
            case "pressed":
                return sellers
                    .SelectMany(seller => seller.Pressed)
                    .GroupBy(pressed => pressed.Key)
                    .ToDictionary(verb => verb.Key, verb => verb.Sum(pressed => pressed.Value));
            default:
                throw new ArgumentException(what);
        }
    }

    /// <summary>Each presses as soon as the last is answered and read. Through the day, or <paramref name="course"/> from its
    /// beginning.</summary>
    private Pressing Walk(Func<int, int> presses, IReadOnlyList<Step>? course = null)
    {
        using var clicks = new Clicks(port, sellers.Count);
        var took = new Tally();
        var left = Enumerable.Range(0, sellers.Count).Select(presses).ToArray();
        var current = new Step[sellers.Count];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < sellers.Count; i++)
            Go(i);
        clicks.Settle(Patience, answered =>
        {
            var i = answered.Connection;
            took.Add(current[i].Kind, answered.Took);
            sellers[i].See(Seller.Card(current[i], answered.Status, answered.Body.Span));
            if (course is null)
                sellers[i].GoOn();
            Go(i);
        });
        return took.Sum(start);

        void Go(int i)
        {
            if (left[i]-- == 0)
                return;
            current[i] = course is null ? Seller.Day[sellers[i].At] : course[course.Count - 1 - (left[i] % course.Count)];
            var request = sellers[i].Write(current[i]);
            clicks.Fire(i, request, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>All press at the same instant; the next instant is when all are answered. Once through the day.</summary>
    private Pressing Bursts(bool twice)
    {
        using var clicks = new Clicks(port, twice ? 2 * sellers.Count : sellers.Count);
        var took = new Tally();
        var start = Stopwatch.GetTimestamp();
        var busy = TimeSpan.Zero;
        for (var instant = 0; instant < Seller.Day.Count; instant++)
        {
            var steps = sellers.Select(seller => Seller.Day[seller.At]).ToArray();
            var requests = sellers.Select((seller, i) => seller.Write(steps[i])).ToArray();
            // Read only when all are in: the reading of one is not the waiting of another.
            var answers = new (int Status, byte[] Body)[twice ? 2 * sellers.Count : sellers.Count];
            var now = Stopwatch.GetTimestamp();
            for (var i = 0; i < requests.Length; i++)
            {
                clicks.Fire(i, requests[i], now);
                if (twice && steps[i].Once)
                    clicks.Fire(sellers.Count + i, requests[i], now);
            }

            clicks.Settle(Patience, answered =>
            {
                var i = answered.Connection;
                if (i < sellers.Count)
                    took.Add(steps[i].Kind, answered.Took);
                answers[i] = (answered.Status, answered.Body.ToArray());
            });
            busy += Stopwatch.GetElapsedTime(now);
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i].Body is null)
                    continue;
                var card = Seller.Card(steps[i % sellers.Count], answers[i].Status, answers[i].Body);
                if (i < sellers.Count)
                    Take(sellers[i], card);
            }
        }

        return took.Sum(start) with
        {
            Seconds = busy.TotalSeconds,
        };

        static void Take(Seller seller, JsonObject card)
        {
            seller.See(card);
            seller.GoOn();
        }
    }

    /// <summary>The same look at the list by everybody, answered by the reference.</summary>
    private Pressing Bare(int at, int times, bool together)
    {
        using var clicks = new Clicks(at, sellers.Count);
        var took = new Tally();
        var left = Enumerable.Repeat(together ? 1 : times, sellers.Count).ToArray();
        var start = Stopwatch.GetTimestamp();
        for (var instant = 0; instant < (together ? times : 1); instant++)
        {
            Array.Fill(left, together ? 1 : times);
            var now = Stopwatch.GetTimestamp();
            for (var i = 0; i < sellers.Count; i++)
                Go(i, now);
            clicks.Settle(Patience, answered =>
            {
                if (answered.Status != 200)
                    throw new InvalidOperationException($"The reference answered {answered.Status}");
                took.Add("bare", answered.Took);
                Go(answered.Connection, Stopwatch.GetTimestamp());
            });
        }

        return took.Sum(start);

        void Go(int i, long instant)
        {
            if (left[i]-- > 0)
                clicks.Fire(i, look, instant);
        }
    }

    private sealed class Tally
    {
        private readonly Dictionary<string, List<double>> kinds = [];

        public void Add(string kind, long ticks)
        {
            if (!kinds.TryGetValue(kind, out var took))
                kinds[kind] = took = [];
            took.Add(ticks * 1000.0 / Stopwatch.Frequency);
        }

        public Pressing Sum(long start) =>
            new(kinds.ToDictionary(kind => kind.Key, kind => kind.Value.ToArray()), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>How presses were answered: milliseconds of each, by kind.</summary>
/// <param name="Seconds">While something was under way.</param>
internal sealed record Pressing(Dictionary<string, double[]> Took, double Seconds)
{
    public int Count => Took.Values.Sum(took => took.Length);

    public double PerSecond => Count / Seconds;

    public Waits Waits => Waits.Of(Took.Values.SelectMany(took => took));
}

/// <summary>Milliseconds.</summary>
internal readonly record struct Waits(double P50, double P99, double Worst)
{
    public static Waits Of(IEnumerable<double> took)
    {
        var sorted = took.Order().ToArray();
        return new(At(0.5), At(0.99), At(1));

        double At(double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
