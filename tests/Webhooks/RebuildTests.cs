using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Redis is emptied while the service runs: who talks to whom, tags and what was said are as before.</summary>
public sealed class RebuildTests
{
    private const int Customers = 40;

    private readonly DateTimeOffset start = TimeProvider.System.GetUtcNow().AddHours(-1);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Emptied_in_the_middle_it_is_as_before(EnginePair pair)
    {
        await using var webhooks = await OpenAsync(pair);
        await TalkAsync(webhooks);
        await WrittenAsync(webhooks);
        var before = await PictureAsync(webhooks);
        await LoseAsync(webhooks);
        // Whatever comes meanwhile is acknowledged.
        for (var n = 0; n < 20; n++)
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text($"during{n}", LineJson.User(Customers + 1 + (n % 2)), $"during {n}")));
        await Until.TrueAsync(async () =>
            await PictureAsync(webhooks) == before && await LinesAsync(webhooks, Customers + 1, Customers + 2) == 20
        );
        Assert.Contains("Redis holds all conversations again", webhooks.Logs, StringComparison.Ordinal);
        // And goes on as if nothing had been.
        Assert.Equal(
            Transition.TakenByAnother,
            await webhooks.Conversations.TakeAsync(LineJson.Customer(1), "S9", TimeProvider.System.GetUtcNow())
        );
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("0:1", LineJson.User(1), "seen before", start)));
        Assert.Equal(before, await PictureAsync(webhooks));
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () =>
            await PictureAsync(webhooks) == before && await LinesAsync(webhooks, Customers + 1, Customers + 2) == 20
        );
    }

    [Fact]
    public async Task Back_without_its_last_writes_it_is_left_as_it_is_and_the_journal_has_them()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers);
        await using var redis = await ConnectAsync(webhooks);
        await TalkAsync(webhooks);
        await WrittenAsync(webhooks);
        var kept = new List<(RedisKey Key, byte[] Value)>();
        foreach (var key in (string[])(await redis.GetDatabase().ExecuteAsync("KEYS", "*"))!)
            kept.Add((key, (await redis.GetDatabase().KeyDumpAsync(key))!));
        await SayAsync(webhooks, "late");
        await WrittenAsync(webhooks);
        var transaction = redis.GetDatabase().CreateTransaction();
        _ = transaction.ExecuteAsync("FLUSHALL");
        foreach (var (key, value) in kept)
            _ = transaction.KeyRestoreAsync(key, value);
        Assert.True(await transaction.ExecuteAsync());
        await SayAsync(webhooks, "later");
        await WrittenAsync(webhooks);
        Assert.DoesNotContain("Redis has lost", webhooks.Logs, StringComparison.Ordinal);
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () => Times(await PictureAsync(webhooks), " late False") == Customers);
        await Until.TrueAsync(async () => Times(await PictureAsync(webhooks), " later False") == Customers);
    }

    [Fact]
    public async Task One_entry_that_cannot_be_done_again_keeps_no_other_from_it()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers);
        await TalkAsync(webhooks);
        await WrittenAsync(webhooks);
        var before = await PictureAsync(webhooks);
        await webhooks
            .Get<Database>()
            .ExecuteAsync(
                "insert into journal (account, user_id, digest, what, at, noted) "
                    + $"select account, user_id, '{Guid.NewGuid()}', 'take', at, noted from journal order by seq limit 1",
                default
            );
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () => await PictureAsync(webhooks) == before);
        Assert.Contains("cannot be done again and is left out: FormatException", webhooks.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_there_before_there_was_a_journal_is_put_together_too()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers);
        await TalkAsync(webhooks);
        await WrittenAsync(webhooks);
        await webhooks.Get<Database>().ExecuteAsync("delete from journal", default);
        await webhooks.Get<Database>().ExecuteAsync("delete from journal_places", default);
        await using (var redis = await ConnectAsync(webhooks))
            foreach (var key in (string[])(await redis.GetDatabase().ExecuteAsync("KEYS", "*}life"))!)
                await redis.GetDatabase().KeyDeleteAsync(key);
        await Until.TrueAsync(async () => await webhooks.Get<Journal>().CountAsync(LineJson.Customer(Customers), default) > 1);
        await WrittenAsync(webhooks);
        var before = await PictureAsync(webhooks);
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () => await PictureAsync(webhooks) == before);
    }

    private static async Task<WebhookFace> OpenAsync(EnginePair pair)
    {
        var webhooks =
            pair == EnginePair.Embedded
                ? await WebhookFace.OpenAsync(more: [("Omo:Redis", "")])
                : await WebhookFace.OpenAsync(await MigratedDatabase.OnPostgresAsync());
        await webhooks.Get<Journal>().PlacesAsync([TestAccounts.Line], default);
        await Until.TrueAsync(async () =>
            (await webhooks.Get<Journal>().PlacesAsync([TestAccounts.Line], default)).Values.Count(place => place.Life.Length > 0)
            == Conversations.Buckets
        );
        return webhooks;
    }

    private async Task TalkAsync(WebhookFace webhooks)
    {
        var conversations = webhooks.Conversations;
        for (var round = 0; round < 3; round++)
            Assert.Equal(
                200,
                await webhooks.PostAsync([
                    .. Enumerable
                        .Range(1, Customers)
                        .Select(n => LineJson.Text($"{round}:{n}", LineJson.User(n), $"{round} of {n}", start.AddSeconds(round))),
                ])
            );
        Assert.Equal(
            200,
            await webhooks.PostAsync(
                LineJson.Event("u1", LineJson.User(2), """ "type":"unsend","unsend":{"messageId":"m0:2"} """, start.AddSeconds(9))
            )
        );
        for (var n = 1; n <= Customers; n++)
        {
            var customer = LineJson.Customer(n);
            if (n % 4 != 0)
                await conversations.TakeAsync(customer, $"S{n % 3}", start.AddMinutes(1));
            if (n % 4 == 2)
                await conversations.CloseAsync(customer, $"S{n % 3}", start.AddMinutes(3));
            if (n % 4 == 3)
                await conversations.PassAsync(customer, $"S{n % 3}", "S7", start.AddMinutes(3));
            if (n % 2 == 0)
                await conversations.AddStaffMessageAsync(customer, $"a{n}", "S1", "Good day", start.AddMinutes(2));
            await conversations.TagAsync(customer, ["VIP", $"tag{n}"], [], "S1");
            await conversations.SetProfileAsync(customer, new($"Name {n}", "zh"));
        }
    }

    private static async Task SayAsync(WebhookFace webhooks, string words) =>
        Assert.Equal(
            200,
            await webhooks.PostAsync([
                .. Enumerable.Range(1, Customers).Select(n => LineJson.Text($"{words}:{n}", LineJson.User(n), words)),
            ])
        );

    private static int Times(string picture, string words) => picture.Split(words).Length - 1;

    private static Task WrittenAsync(WebhookFace webhooks) =>
        Until.TrueAsync(async () => await webhooks.Get<JournalLists>().CountAsync([TestAccounts.Line], default) == new JournalWait(0, 0));

    private static async Task<int> LinesAsync(WebhookFace webhooks, params int[] users)
    {
        var lines = 0;
        foreach (var user in users)
            lines += (await webhooks.WordsAsync(user)).Count;
        return lines;
    }

    /// <summary>All that staff see of the customers, and of their lists.</summary>
    private static async Task<string> PictureAsync(WebhookFace webhooks)
    {
        var lines = new List<string>();
        for (var n = 1; n <= Customers; n++)
        {
            var found = await webhooks.Conversations.FindAsync(LineJson.Customer(n));
            lines.Add(
                $"{found?.State} {found?.Assignee} {found?.LastOwner} {found?.Name} {string.Join(',', found?.Tags ?? [])} "
                    + $"{found?.LastText} {found?.WaitingSince} {found?.LastMessageAt} {found?.LastAnsweredAt}"
            );
            lines.AddRange(
                (await webhooks.Conversations.TranscriptAsync(LineJson.Customer(n), 200)).Select(line =>
                    $"  {line.At:O} {line.From} {line.Text} {line.Unsent}"
                )
            );
        }

        foreach (var staff in (string[])["S0", "S1", "S2", "S7"])
        {
            var mine = await webhooks.Conversations.NewestMineAsync(TestAccounts.Line, staff, 99, default);
            var closed = await webhooks.Conversations.ClosedAsync(TestAccounts.Line, staff, 99, default);
            lines.Add($"{staff}: {Ids(mine)}; {Ids(closed)}");
        }

        return string.Join('\n', lines);
    }

    private static string Ids(IEnumerable<Customer> customers) =>
        string.Join(' ', customers.Select(one => one.Key.UserId).Order(StringComparer.Ordinal));

    private static async Task LoseAsync(WebhookFace webhooks)
    {
        await using var redis = await ConnectAsync(webhooks);
        Assert.Equal("OK", (string?)await redis.GetDatabase().ExecuteAsync("FLUSHALL"));
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(WebhookFace webhooks) =>
        ConnectionMultiplexer.ConnectAsync($"{webhooks.Get<RedisConnection>().Configuration},allowAdmin=true");
}
