using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>The journal is written behind Redis: a database that is away keeps no customer waiting.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task While_SQL_is_away_it_waits_and_is_told_of_and_nothing_is_missing_afterwards()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var webhooks = await WebhookFace.OpenAsync(
            await postgres.CreateDatabaseAsync(),
            more: [("Omo:JournalWaiting", "1600")]
        );
        await BegunAsync(webhooks);
        await ReadyAsync(webhooks, "\"journal\":{\"waiting\":0,\"owed\":0,");
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("before", LineJson.User(1), "before")));
        await Until.TrueAsync(async () => await CountAsync(webhooks, 1) == 1);
        await postgres.StopAsync();
        for (var n = 0; n < 120; n += 10)
            Assert.Equal(
                200,
                await webhooks.PostAsync([
                    .. Enumerable.Range(n, 10).Select(one => LineJson.Text($"d{one}", LineJson.User(1), $"during {one}")),
                ])
            );
        await ReadyAsync(webhooks, "\"journal\":{\"waiting\":100,\"owed\":1,");
        await postgres.RestartAsync();
        // All that waited, then the customer as they stand with every line, and their record.
        await Until.TrueAsync(async () => await CountAsync(webhooks, 1) == 1 + 100 + 1 + 121);
        await ReadyAsync(webhooks, "\"journal\":{\"waiting\":0,\"owed\":0,");
        Assert.Contains("Omo:JournalWaiting", webhooks.Logs, StringComparison.Ordinal);
    }

    /// <summary>So many take longer than a statement may.</summary>
    private const string SlowForMany = """
        create function slow() returns trigger language plpgsql as $$ begin
            if (select count(*) from added) > 300 then raise exception 'slow' using errcode = '57014'; end if;
            return null;
        end $$;
        create trigger slow after insert on journal referencing new table as added for each statement execute function slow();
        """;

    [Fact]
    public async Task What_is_too_much_for_one_statement_is_written_in_smaller_parts()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var webhooks = await WebhookFace.OpenAsync(await postgres.CreateDatabaseAsync());
        await BegunAsync(webhooks);
        await webhooks.Get<Database>().ExecuteAsync(SlowForMany, default);
        await postgres.StopAsync();
        for (var n = 0; n < 600; n += 50)
            Assert.Equal(
                200,
                await webhooks.PostAsync([
                    .. Enumerable.Range(n, 50).Select(one => LineJson.Text($"s{one}", LineJson.User(one % 8), $"{one}")),
                ])
            );
        await postgres.RestartAsync();
        foreach (var user in Enumerable.Range(0, 8))
            await Until.TrueAsync(async () => await CountAsync(webhooks, user) == 75);
        await ReadyAsync(webhooks, "\"journal\":{\"waiting\":0,\"owed\":0,");
    }

    [Fact]
    public async Task Whether_Redis_is_whole_is_asked_every_few_seconds_and_after_each_connection()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        foreach (var runner in webhooks.Get<IEnumerable<IHostedService>>().OfType<RoundRunner>().Where(one => one.Round is JournalRound))
            await runner.StopAsync(default);
        var clock = new FakeTimeProvider();
        var round = new JournalRound(
            webhooks.Get<JournalDrain>(),
            webhooks.Get<PresentRebuild>(),
            webhooks.Get<JournalSignal>(),
            webhooks.Get<Roster>(),
            clock
        );
        Assert.True(await AsksAsync(webhooks, round));
        Assert.False(await AsksAsync(webhooks, round));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await AsksAsync(webhooks, round));
        var connections = webhooks.Get<RedisConnection>().Connections;
        await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(() =>
            Task.FromResult(webhooks.Get<RedisConnection>() is var redis && redis.IsConnected && redis.Connections > connections)
        );
        Assert.True(await AsksAsync(webhooks, round));
        Assert.Equal(TimeSpan.FromMilliseconds(200), round.Rest);
    }

    /// <summary>The journal knows Redis: whoever was there before would be written down as they stand.</summary>
    private static Task BegunAsync(WebhookFace webhooks) =>
        Until.TrueAsync(async () =>
            (await webhooks.Get<Journal>().PlacesAsync([TestAccounts.Line], default)).Values.Count(place => place.Life.Length > 0)
            == Conversations.Buckets
        );

    /// <summary>What it finds it makes known to the journal.</summary>
    private static async Task<bool> AsksAsync(WebhookFace webhooks, JournalRound round)
    {
        await webhooks.Get<Database>().ExecuteAsync("delete from journal_places", default);
        await round.LookAsync(default);
        return (await webhooks.Get<Journal>().PlacesAsync([TestAccounts.Line], default)).Count > 0;
    }

    private static Task<long> CountAsync(WebhookFace webhooks, int user) =>
        webhooks.Get<Journal>().CountAsync(LineJson.Customer(user), default);

    private static Task ReadyAsync(WebhookFace webhooks, string says) =>
        Until.TrueAsync(async () =>
        {
            using var ready = await webhooks.Http.GetAsync("/health/ready");
            return (await ready.Content.ReadAsStringAsync()).Contains(says, StringComparison.Ordinal);
        });
}
