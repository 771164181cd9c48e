using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Who says no is in SQL before they are told that we know, whatever else is away.</summary>
public sealed class HearingTests
{
    private const string Number = "106540352242922",
        Scoped = "TW.1A2b3C",
        Phone = "886912345678";
    private static readonly AccountKey WhatsApp = new(ChannelId.WhatsApp, Number);

    private static readonly (string, string)[] WithWhatsApp = [.. TestAccounts.Meta(1, "whatsapp", Number), ("Omo:Accounts:1:Waba", "77")];

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task While_Redis_is_down_an_opt_out_is_in_SQL_when_its_200_comes_and_is_confirmed_once(DatabaseKind kind)
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var webhooks = await WebhookFace.OpenAsync(await DatabaseAsync(kind), platform.Address);
        await ReadyAsync(webhooks);
        await webhooks.Redis.StopAsync();
        var now = TimeProvider.System.GetUtcNow();
        var stop = LineJson.Body(
            LineJson.Text("x", LineJson.User(9), "hi"),
            LineJson.Text("stop", LineJson.User(1), "「取消訂閱」", now.AddSeconds(-9)),
            LineJson.Event("gone", LineJson.User(2), """ "type":"unfollow" """)
        );
        for (var i = 0; i < 2; i++)
            Assert.Equal(200, await webhooks.PostAsync(stop));
        Assert.Equal([SuppressionKind.Unsubscribed], (await FindAsync(webhooks, LineJson.Customer(1)))!);
        Assert.Equal([SuppressionKind.Blocked], (await FindAsync(webhooks, LineJson.Customer(2)))!);

        // Said later, and applied before the inbox is: what waited there must not win by coming last.
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("resume", LineJson.User(1), "訂閱", now.AddSeconds(-5))));
        Assert.Null(await FindAsync(webhooks, LineJson.Customer(1)));
        await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(async () => await webhooks.Inbox.CountAsync(default) == 0);
        Assert.Null(await FindAsync(webhooks, LineJson.Customer(1)));
        Assert.Equal(["「取消訂閱」", "訂閱"], await webhooks.WordsAsync(1));
        await Until.TrueAsync(() => Task.FromResult(Pushes(platform) == 2));
        await Until.TrueAsync(async () => (await webhooks.Get<RequestQueue>().DepthAsync(default)).Count == 0);
        Assert.Equal(2, Pushes(platform));
    }

    private static int Pushes(ScriptedPlatform platform) =>
        platform.Calls.Count(call => call.Path.EndsWith("/push", StringComparison.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_SQL_cannot_take_in_time_is_not_acknowledged_but_not_lost_either(bool withoutRedis)
    {
        var database = await DatabaseAsync(DatabaseKind.Postgres);
        await using var webhooks = await WebhookFace.OpenAsync(database);
        await ReadyAsync(webhooks);
        if (withoutRedis)
            await webhooks.Redis.StopAsync();
        var stop = LineJson.Text("stop", LineJson.User(1), "STOP ALL");
        await using (await LockedAsync(database, "suppressions"))
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(503, await webhooks.PostAsync(stop));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("other", LineJson.User(2), "please stop by tomorrow")));
        }

        // The platform need not come again, nor Redis back.
        await Until.TrueAsync(async () => await FindAsync(webhooks, LineJson.Customer(1)) is not null);
        Assert.Equal(200, await webhooks.PostAsync(stop));
        if (withoutRedis)
            await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(async () =>
            await webhooks.Inbox.CountAsync(default) == 0 && (await webhooks.WordsAsync(1)).SequenceEqual(["STOP ALL"])
        );
        Assert.Equal(1, await RepliesAsync(database));
    }

    private static async Task<long> RepliesAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var replies = new NpgsqlCommand(
            "select (select count(*) from records where campaign = 0) + (select count(*) from queue where campaign = 0)",
            connection
        );
        return (long)(await replies.ExecuteScalarAsync())!;
    }

    /// <summary>WhatsApp tells the second, and no order within it.</summary>
    [Theory]
    [InlineData("a-stop", "b-start", true)]
    [InlineData("a-stop", "b-start", false)]
    [InlineData("b-stop", "a-start", false)]
    public async Task Who_says_yes_and_no_within_one_second_has_said_no(string stop, string start, bool noFirst)
    {
        await using var webhooks = await WebhookFace.OpenAsync(await DatabaseAsync(DatabaseKind.Sqlite), more: WithWhatsApp);
        await ReadyAsync(webhooks);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(-9);
        byte[][] said = [Message(stop, $""" "from":"{Phone}" """, "退訂", at), Message(start, $""" "from":"{Phone}" """, "訂閱", at)];
        foreach (var body in noFirst ? said : said.Reverse())
            Assert.Equal(200, await webhooks.PostMetaAsync("whatsapp", body));
        Assert.Equal([SuppressionKind.Unsubscribed], (await FindAsync(webhooks, new(WhatsApp, Phone)))!);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Who_says_no_under_one_id_while_Redis_is_down_has_said_so_under_all(DatabaseKind kind)
    {
        await using var webhooks = await WebhookFace.OpenAsync(await DatabaseAsync(kind), more: WithWhatsApp);
        await ReadyAsync(webhooks);
        var now = TimeProvider.System.GetUtcNow();
        await TellAsync(webhooks, Message("w1", $$""" "from":"{{Phone}}","from_user_id":"{{Scoped}}" """, "one"));
        await webhooks.Redis.StopAsync();

        // Under the scoped id alone: the person is known by the number.
        await TellAsync(webhooks, Message("w2", $$""" "from_user_id":"{{Scoped}}" """, "退訂", now.AddSeconds(-20)));
        Assert.NotNull(await FindAsync(webhooks, new(WhatsApp, Phone)));
        await TellAsync(webhooks, Message("w3", $$""" "from":"{{Phone}}" """, "訂閱", now.AddSeconds(-10)));
        Assert.Null(await FindAsync(webhooks, new(WhatsApp, Scoped)));

        // Who has only ever been known by the scoped id, and now tells both.
        await TellAsync(webhooks, Message("w4", """ "from":"886900000001","from_user_id":"TW.other" """, "退訂", now.AddSeconds(-20)));
        Assert.NotNull(await FindAsync(webhooks, new(WhatsApp, "TW.other")));
        await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(async () => await webhooks.Inbox.CountAsync(default) == 0);
        Assert.Null(await FindAsync(webhooks, new(WhatsApp, Phone)));
        Assert.NotNull(await FindAsync(webhooks, new(WhatsApp, "886900000001")));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_number_that_has_passed_to_somebody_else_carries_no_opt_out_with_it(DatabaseKind kind)
    {
        await using var webhooks = await WebhookFace.OpenAsync(await DatabaseAsync(kind), more: WithWhatsApp);
        await ReadyAsync(webhooks);
        var reports = webhooks.Get<Reports>();
        var now = TimeProvider.System.GetUtcNow();
        var suppressions = webhooks.Get<Suppressions>();
        CustomerKey before = new(WhatsApp, "111"),
            after = new(WhatsApp, "222"),
            last = new(WhatsApp, "333");
        await suppressions.ApplyAsync([new(before, SuppressionKind.Unsubscribed, true, now.AddMinutes(-1), "stranger")], default);

        // 222 became 333, told before 111 became 222; and 111 is a stranger's since.
        foreach (var (id, former, user, at) in new[] { ("r2", "222", "333", now.AddMinutes(-2)), ("r1", "111", "222", now.AddMinutes(-3)) })
            await reports.ApplyAsync([new(id, WhatsApp, user, at, false, new InboundBody.Renamed(former), null)], _ => true, now, default);
        Assert.Null(await FindAsync(webhooks, after));
        Assert.Null(await FindAsync(webhooks, last));
        await suppressions.ApplyAsync([new(before, SuppressionKind.Blocked, true, now.AddMinutes(-9), "late")], default);
        Assert.Equal([SuppressionKind.Blocked], (await FindAsync(webhooks, last))!);
        await suppressions.ApplyAsync([new(last, SuppressionKind.Unsubscribed, true, now, "now")], default);
        Assert.Equal([SuppressionKind.Blocked], (await FindAsync(webhooks, after))!);
    }

    private static async Task<IReadOnlyList<SuppressionKind>?> FindAsync(WebhookFace webhooks, CustomerKey customer) =>
        (await webhooks.Get<Suppressions>().FindAsync([customer], default)).GetValueOrDefault(customer);

    private static async Task<string> DatabaseAsync(DatabaseKind kind) =>
        kind == DatabaseKind.Sqlite ? "" : await MigratedDatabase.OnPostgresAsync();

    private static Task ReadyAsync(WebhookFace webhooks) =>
        Until.TrueAsync(async () =>
        {
            using var ready = await webhooks.Http.GetAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        });

    /// <summary>Holds a table against everybody until disposed.</summary>
    private static async Task<NpgsqlConnection> LockedAsync(string database, string table)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static byte[] Message(string id, string from, string words, DateTimeOffset? at = null) =>
        Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"{{{{{{Number}}}}}}"},"messages":[{"id":"{{{{{{id}}}}}}",{{{{{{from}}}}}},"timestamp":"{{{{{{(at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds()}}}}}}","type":"text","text":{"body":"{{{{{{words}}}}}}"}}]}}]}]}"""
        );

    private static async Task TellAsync(WebhookFace webhooks, byte[] body) =>
        Assert.Equal(200, await webhooks.PostMetaAsync("whatsapp", body));
}
