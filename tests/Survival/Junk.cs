using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>What anybody on the internet can send, and what the platform may yet invent.</summary>
[Collection(nameof(Trials))]
public sealed class Junk
{
    /// <summary>On each of four channels.</summary>
    private const int Novelties = 250;

    [Fact]
    public async Task What_cannot_be_trusted_or_read_is_refused_and_writes_nothing()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, customers: 0);
        await trial.RunAsync(async () =>
        {
            await using var view = await PresentView.OpenAsync(trial.House);
            var keys = await view.KeysAsync();
            var now = TimeProvider.System.GetUtcNow();
            using var line = new LinePost(trial.House);
            foreach (var channel in (string[])["line", "messenger", "instagram", "whatsapp"])
            {
                using var post = new WebhookPost(trial.House, channel);
                var user = channel == "line" ? LinePost.User(1) : MetaItems.User(channel, 1);
                var body =
                    channel == "line"
                        ? line.Body([LinePost.Message(user, "1", now, "hello")])
                        : MetaItems.Body(channel, post.Account, [MetaItems.Text(channel, post.Account, user, "1", now, "hello")]);
                await RefusesAsync(post, body, trial.Dice);
                Assert.Equal(keys, await view.KeysAsync());
                Assert.Equal(["0"], await view.RowsAsync("select count(*) from webhooks"));

                Assert.Equal(200, await post.PostAsync(body));
                Assert.NotNull(await view.Conversations.FindAsync(new(view.AccountOn(channel), user)));
                // Names are fetched from the platform in their own time.
                await Until.SeenAsync("the name", TimeSpan.FromSeconds(20), view.KeysAsync, count => count > keys);
                await view.LoseAsync();
                keys = await view.KeysAsync();
            }
        });
    }

    [Fact]
    public async Task A_thousand_unknown_kinds_are_kept_and_hurt_nobody_on_any_channel()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, customers: 0);
        await trial.RunAsync(async () =>
        {
            await using var view = await PresentView.OpenAsync(trial.House);
            await LineAsync(trial, view);
            foreach (var account in trial.House.Metas)
                await MetaAsync(trial, view, account.Channel);
        });
    }

    [Fact]
    public async Task An_activity_from_elsewhere_or_without_sense_is_refused_and_answered_by_nothing()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Embedded, customers: 0);
        await trial.RunAsync(async () =>
        {
            var seller = trial.House.Seller;
            var abroad = seller.Activity("message", "1");
            (abroad["text"], abroad["serviceUrl"]) = ("待處理", "https://smba.example.com/teams");
            using (var answer = await seller.PostAsync(abroad))
                Assert.InRange((int)answer.StatusCode, 401, 403);

            using var http = new HttpClient();
            var messages = new Uri(trial.House.Front, "api/messages");
            using (var request = new HttpRequestMessage(HttpMethod.Post, messages) { Content = Json("{\"type\":\"message\"}") })
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "not.a.token");
                using var answer = await http.SendAsync(request);
                Assert.InRange((int)answer.StatusCode, 400, 499);
            }
            foreach (
                var broken in (string[])["", "{", "[]", "null", "{\"type\":7}", new string('[', 10_000), new string(' ', 2 * 1024 * 1024)]
            )
            {
                try
                {
                    using var answer = await seller.PostAsync(() => Json(broken));
                    Assert.InRange((int)answer.StatusCode, 400, 499);
                }
                catch (HttpRequestException) when (broken.Length > 1024 * 1024)
                {
                    // Refused and closed while the rest was still being written.
                }
            }
            Assert.Empty((await trial.Sandbox.TeamsAsync(seller.Conversation, 0, TimeSpan.Zero)).Events);
            // And one that makes sense is still heard.
            Assert.Contains("pending.open", (await seller.SayAsync("我的事件", "pending.open")).Verbs);
        });
    }

    private static async Task LineAsync(Trial trial, PresentView view)
    {
        using var post = new LinePost(trial.House);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Novelties; i++)
        {
            var strange = LinePost.Event($"novelty{i}", LinePost.User(1), $"n{i}", now.AddMilliseconds(i));
            strange[$"novelty{i}"] = new JsonObject { ["values"] = new JsonArray(1, "two", null, new JsonObject { ["three"] = 3 }) };
            if (i % 3 == 0)
                strange.Remove("source");
            if (i % 5 == 0)
                strange["source"] = new JsonObject { ["type"] = "planet", ["planetId"] = $"P{i}" };
            if (i % 7 == 0)
                strange["mode"] = "hovering";
            // A good one beside the strange one is not lost.
            Assert.Equal(
                200,
                await post.PostAsync(post.Body([strange, LinePost.Message(LinePost.User(2), $"g{i}", now.AddMilliseconds(i), $"good {i}")]))
            );
        }

        var transcript = await view.Conversations.TranscriptAsync(new(view.Account, LinePost.User(2)), 1_000);
        Assert.Equal($"good {Novelties - 1}", transcript[^1].Text);
        Assert.Null(await view.Conversations.FindAsync(new(view.Account, LinePost.User(3))));
    }

    private static async Task MetaAsync(Trial trial, PresentView view, string channel)
    {
        using var post = new WebhookPost(trial.House, channel);
        // WhatsApp tells whole seconds.
        var (start, good) = (TimeProvider.System.GetUtcNow().AddMinutes(-10), MetaItems.User(channel, 2));
        for (var i = 0; i < Novelties; i++)
        {
            var at = start.AddSeconds(i);
            Assert.Equal(
                200,
                await post.PostAsync(
                    MetaItems.Body(
                        channel,
                        post.Account,
                        [
                            MetaItems.Strange(channel, post.Account, MetaItems.User(channel, 1), i, at),
                            MetaItems.Text(channel, post.Account, good, $"g{i}", at, $"good {i}"),
                        ]
                    )
                )
            );
        }

        var transcript = await view.Conversations.TranscriptAsync(new(view.AccountOn(channel), good), 1_000);
        Assert.Equal($"good {Novelties - 1}", transcript[^1].Text);
        Assert.Null(await view.Conversations.FindAsync(new(view.AccountOn(channel), MetaItems.User(channel, 3))));
    }

    private static async Task RefusesAsync(WebhookPost post, byte[] body, Random dice)
    {
        var right = post.Sign(body);
        var wrong = post.Sign(body, "another secret");
        // Forged.
        Assert.Equal(401, await post.PostAsync(body, wrong));
        Assert.Equal(401, await post.PostAsync(body, []));
        Assert.Equal(401, await post.PostAsync(body, ""));
        Assert.Equal(401, await post.PostAsync(body, right[..^2]));
        if (post.Channel == "line")
            Assert.Equal(401, await post.PostAsync(body, right.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
        else
            Assert.Equal(401, await post.PostAsync(body, right["sha256=".Length..]));
        Assert.InRange(await post.PostAsync(body, wrong, wrong), 400, 499);
        Assert.Equal(401, await post.PostAsync([.. body, (byte)' '], right));
        foreach (var i in Enumerable.Range(0, 100))
            Assert.Equal(401, await post.PostAsync(body, Mutated(right, dice, i)));

        // Signed, and still not to be read.
        foreach (
            var broken in (string[])
                [
                    "",
                    "{",
                    "[]",
                    "null",
                    "\"hello\"",
                    "{\"destination\":1,\"events\":{}}",
                    "{\"object\":\"page\",\"entry\":{}}",
                    "{\"events\":[{]}",
                    new string('[', 100_000),
                    "\0",
                    "{\"a\":\"\\ud800\"}",
                ]
        )
            Assert.InRange(await post.PostAsync(Encoding.UTF8.GetBytes(broken)), 200, 499);
        Assert.InRange(await post.PostAsync([0xff, 0xfe, 0x00, 0x7b]), 400, 499);
        // 50 MB: told before it has read them, or hung up on.
        Assert.Contains(await post.PostAsync(new byte[50 * 1024 * 1024], right), (int[])[413, 0]);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Mutated(string signature, Random dice, int i)
    {
        var letters = signature.ToCharArray();
        var from =
            signature.IndexOf('=', StringComparison.Ordinal) is var named and > 0
            && signature.StartsWith("sha256", StringComparison.Ordinal)
                ? named + 1
                : 0;
        // Not the last letter, part of whose bits mean nothing in base 64.
        var at = from + (i % (letters.Length - from - 2));
        var letter = from == 0 ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" : "0123456789abcdef";
        while (letters[at] == signature[at])
            letters[at] = letter[dice.Next(letter.Length)];
        return new string(letters);
    }
}
