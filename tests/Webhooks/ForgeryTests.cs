using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Survival;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Signatures that were not made with the secret: refused whatever they look like, in a time that tells nothing, and without a
/// store being asked. Beside nothing else, as it measures.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ForgeryTests
{
    private const string PageId = "108724390001234",
        MetaSecret = "canary-meta";

    private const int MostRounds = 10,
        MostJudged = 3;

    [Fact]
    [Long]
    public async Task A_hundred_thousand_mutations_of_a_signature_are_all_refused()
    {
        await using var webhooks = await OpenAsync();
        var line = LineJson.Body(LineJson.Text("e", LineJson.User(1), "x"));
        var page = Encoding.UTF8.GetBytes($$"""{"object":"page","entry":[{"id":"{{PageId}}","time":1,"messaging":[]}]}""");
        var random = new Random(35);
        foreach (
            var (channel, header, right, body) in new[]
            {
                (ChannelId.Line, "x-line-signature", LineJson.Sign(line), line),
                (ChannelId.Messenger, MetaJson.Signature, MetaJson.Sign(page, MetaSecret), page),
            }
        )
        {
            WebhookReading Read(string signature) => webhooks.Get<Roster>()[channel].Read(Request(header, signature, body));
            Assert.IsType<WebhookReading.Events>(Read(right));
            for (var i = 0; i < 50_000; i++)
            {
                var forged = Mutate(right, random);
                if (forged != right)
                    Assert.True(Read(forged) is WebhookReading.Refused { Status: 401 }, forged);
            }
        }
    }

    private static WebhookRequest Request(string header, string signature, byte[] body) =>
        new(
            "POST",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = signature },
            FrozenDictionary<string, string>.Empty,
            body
        );

    // Welch's t between signatures that differ in the first and in the last of their letters; 4.5 is where dudect sees a leak. The ruler
    // is a comparison that stops early, tried in turns with ours: where noise hides even that, a round says nothing.
    [Fact]
    [Long]
    public void How_long_a_refusal_takes_does_not_tell_where_a_signature_is_wrong()
    {
        byte[] body = [1],
            secret = Encoding.UTF8.GetBytes(TestAccounts.LineSecret);
        var right = LineJson.Sign(body);
        var (first, last) = ((right[0] == 'A' ? 'B' : 'A') + right[1..], right[..^2] + (right[^2] == 'A' ? 'E' : 'A') + right[^1]);
        Assert.False(LineSignature.Fits(first, [secret], body) || LineSignature.Fits(last, [secret], body));
        var rounds = new List<string>();
        var judged = 0;
        // A busy machine may spoil a round; no leak passes three in which the ruler is seen.
        for (var seen = (Ruler: 0.0, Ours: double.MaxValue); seen is not { Ruler: >= 10, Ours: <= 4.5 }; )
        {
            judged += seen.Ruler >= 10 ? 1 : 0;
            Assert.True(rounds.Count < MostRounds && judged < MostJudged, string.Join('\n', rounds));
            seen = Leaks(text => Stops(text, right), text => LineSignature.Fits(text, [secret], body), first, last);
            rounds.Add($"ruler {seen.Ruler:0.0}, ours {seen.Ours:0.0}");
        }
    }

    [Fact]
    public async Task A_refusal_asks_no_store()
    {
        await using var webhooks = await OpenAsync();
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("warm", LineJson.User(1), "x")));
        var body = LineJson.Body(LineJson.Text("e", LineJson.User(1), "forged"));
        webhooks.Redis.Freeze();
        try
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < 200; i++)
                Assert.Equal(401, await webhooks.PostAsync(body, LineJson.Sign(body, $"wrong {i}")));
            // Asking Redis once would take longer than all of them.
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            Assert.Equal(0, await webhooks.Inbox.CountAsync(default));
        }
        finally
        {
            webhooks.Redis.Thaw();
        }
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_are_good_and_then_the_new_one_alone()
    {
        var body = LineJson.Body();
        await using (
            var during = await WebhookFace.OpenAsync(
                more: [("Omo:Accounts:0:Secrets:0", "old-secret"), ("Omo:Accounts:0:Secrets:1", "new-secret")]
            )
        )
        {
            Assert.Equal(200, await during.PostAsync(body, LineJson.Sign(body, "old-secret")));
            Assert.Equal(200, await during.PostAsync(body, LineJson.Sign(body, "new-secret")));
            Assert.Equal(401, await during.PostAsync(body, LineJson.Sign(body, "old-secretnew-secret")));
        }

        await using var after = await WebhookFace.OpenAsync(more: [("Omo:Accounts:0:Secrets:0", "new-secret")]);
        Assert.Equal(401, await after.PostAsync(body, LineJson.Sign(body, "old-secret")));
        Assert.Equal(200, await after.PostAsync(body, LineJson.Sign(body, "new-secret")));
    }

    [Fact]
    public async Task A_captured_body_changes_nothing_a_second_time_for_as_long_as_it_is_believed()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (age, kept) in new[] { (TimeSpan.FromMinutes(1), true), (TimeSpan.FromDays(7), true), (TimeSpan.FromDays(9), false) })
        {
            var user = (int)age.TotalMinutes;
            var captured = LineJson.Body(LineJson.Text($"old{user}", LineJson.User(user), "once", now - age));
            for (var i = 0; i < 3; i++)
                Assert.Equal(200, await webhooks.PostAsync(captured));
            Assert.Equal(kept ? ["once"] : [], await webhooks.WordsAsync(user));
        }
    }

    private static Task<WebhookFace> OpenAsync() =>
        WebhookFace.OpenAsync(
            more:
            [
                ("Omo:Accounts:1:Channel", "messenger"),
                ("Omo:Accounts:1:Id", PageId),
                ("Omo:Accounts:1:Secrets:0", MetaSecret),
                ("Omo:Accounts:1:AccessToken", "x"),
                ("Omo:Accounts:1:VerifyToken", "x"),
                ("Omo:Accounts:1:BaseUrl", "http://127.0.0.1:9"),
            ]
        );

    private static string Mutate(string right, Random random)
    {
        var at = random.Next(right.Length);
        return random.Next(10) switch
        {
            0 => right[..at],
            1 => right + right[at],
            2 => right.ToUpperInvariant(),
            3 => right.Replace('+', '-').Replace('/', '_').TrimEnd('='),
            4 => $" {right}",
            5 => $"{right}, {right}",
            6 => right[..at] + (char)random.Next(0x20, 0x10000) + right[(at + 1)..],
            // The last letter but one of base64 has two bits that decoders pass over.
            7 when right.EndsWith('=') => right[..^2] + (char)(right[^2] + 1) + "=",
            8 => new string([.. right.Reverse()]),
            _ => right[..at] + (char)(right[at] ^ (1 << random.Next(7))) + right[(at + 1)..],
        };
    }

    private static bool Stops(string text, string right)
    {
        for (var i = 0; i < right.Length; i++)
            if (text[i] != right[i])
                return false;
        return true;
    }

    private static (double Ruler, double Ours) Leaks(Func<string, bool> ruler, Func<string, bool> ours, string first, string last)
    {
        const int samples = 8_000;
        var random = new Random(35);
        var (rulers, judged) = (new Samples(), new Samples());
        for (var i = 0; i < samples; i++)
        {
            var early = random.Next(2) == 0;
            Take(rulers, ruler, early);
            Take(judged, ours, early);

            void Take(Samples into, Func<string, bool> judge, bool isEarly)
            {
                var took = Time(judge, isEarly ? first : last);
                if (i > samples / 8)
                    (isEarly ? into.Early : into.Late).Add(took);
            }
        }
        return (rulers.Welch(), judged.Welch());
    }

    private static double Time(Func<string, bool> judge, string text)
    {
        const int times = 40;
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            judge(text);
        return Stopwatch.GetTimestamp() - begun;
    }

    private sealed class Samples
    {
        public List<double> Early { get; } = [];

        public List<double> Late { get; } = [];

        public double Welch()
        {
            // Interrupted ones say nothing of the comparison.
            var (a, b) = (Cropped(Early), Cropped(Late));
            return Math.Abs(a.Mean - b.Mean) / Math.Sqrt((a.Variance / a.Count) + (b.Variance / b.Count));
        }
    }

    private static (double Mean, double Variance, int Count) Cropped(List<double> times)
    {
        double[] kept = [.. times.Order().Take(times.Count * 8 / 10)];
        var mean = kept.Average();
        return (mean, kept.Sum(time => (time - mean) * (time - mean)) / (kept.Length - 1), kept.Length);
    }
}
