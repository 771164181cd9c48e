using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using OmoBroadcast.Webhooks.Reception;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Customers of whom nothing was heard for long leave Redis; the journal has them, and brings them back.</summary>
public sealed class DepartureTests
{
    private const int Gone = 1,
        Mine = 2,
        Waiting = 3,
        Bound = 4,
        OptedOut = 5;

    private static readonly int[] All = [Gone, Mine, Waiting, Bound, OptedOut],
        Kept = [Mine, Waiting, Bound];

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DateTimeOffset start = TimeProvider.System.GetUtcNow().AddHours(-1);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Who_is_nobodys_leaves_and_is_whole_again_after_writing(EnginePair pair)
    {
        await using var webhooks = await OpenAsync(pair);
        await TalkAsync(webhooks);
        await LetGoAsync(webhooks, months: 17);
        Assert.Equal(All, await ThereAsync(webhooks));
        await LetGoAsync(webhooks, months: 19);
        Assert.Equal(Kept, await ThereAsync(webhooks));
        Assert.Empty(await KeysAsync(webhooks, $"*}}said:{LineJson.User(Gone)}"));

        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("back", LineJson.User(Gone), "I am back")));
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(Gone)).Count == 3);
        Assert.Equal(["hello 1", "Good day", "I am back"], await webhooks.WordsAsync(Gone));
        var back = await webhooks.Conversations.FindAsync(LineJson.Customer(Gone));
        Assert.Equal(ConversationState.Pending, back?.State);
        Assert.Equal(("Name 1", "S1", "VIP tag1"), (back?.Name, back?.LastOwner, string.Join(' ', back?.Tags ?? [])));
        Assert.Equal(Transition.Done, await webhooks.Conversations.TakeAsync(LineJson.Customer(Gone), "S2", start.AddHours(1)));
        // Nothing of it was done a second time: the journal says the same.
        await WrittenAsync(webhooks);
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(Gone)).Count == 3);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Opened_or_found_by_staff_they_are_as_they_were(EnginePair pair)
    {
        await using var webhooks = await OpenAsync(pair);
        await TalkAsync(webhooks);
        var before = await PictureAsync(webhooks, Gone);
        await LetGoAsync(webhooks, months: 19);
        Assert.Equal(before, await PictureAsync(webhooks, Gone));
        await LetGoAsync(webhooks, months: 19);
        Assert.Equal(Kept, await ThereAsync(webhooks));
        var found = await webhooks.Conversations.SearchAsync(TestAccounts.Line, one => one.Name == "Name 1", 9, None);
        Assert.Equal(LineJson.Customer(Gone), Assert.Single(found).Key);
        Assert.Equal(before, await PictureAsync(webhooks, Gone));
        await LetGoAsync(webhooks, months: 19);
        Assert.Equal(Transition.Done, await webhooks.Conversations.ReopenAsync(LineJson.Customer(Gone), "S1", start.AddHours(1)));
        Assert.Equal(2, (await webhooks.WordsAsync(Gone)).Count);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Put_together_again_redis_lacks_them_as_before(EnginePair pair)
    {
        await using var webhooks = await OpenAsync(pair);
        await TalkAsync(webhooks);
        var before = await PictureAsync(webhooks, Gone);
        await LetGoAsync(webhooks, months: 19);
        await WrittenAsync(webhooks);
        await LoseAsync(webhooks);
        await Until.TrueAsync(async () =>
            webhooks.Logs.Contains("Redis holds all conversations again", StringComparison.Ordinal)
            && (await ThereAsync(webhooks)).SequenceEqual(Kept)
        );
        Assert.Equal(before, await PictureAsync(webhooks, Gone));
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task However_old_it_is_how_they_stood_is_not_forgotten(EnginePair pair)
    {
        await using var webhooks = await OpenAsync(pair);
        await TalkAsync(webhooks);
        var before = await PictureAsync(webhooks, Gone);
        await LetGoAsync(webhooks, months: 19);
        await WrittenAsync(webhooks);
        foreach (var months in (int[])[44, 45, 70, 71])
            await new JournalJob(
                webhooks.Get<Journal>(),
                webhooks.Get<JournalLists>(),
                webhooks.Get<StorageOptions>(),
                Clock(months),
                NullLogger<JournalJob>.Instance
            ).RunAsync(None);
        // How they stood and two lines, and that they left.
        Assert.Equal(4, await webhooks.Get<Journal>().CountAsync(LineJson.Customer(Gone), None));
        Assert.Equal(before, await PictureAsync(webhooks, Gone));
    }

    [Fact]
    public async Task Whoever_opted_out_stays_out_and_whoever_is_linked_is_chosen()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers);
        await TalkAsync(webhooks);
        await LetGoAsync(webhooks, months: 19);
        var gone = (LineJson.Customer(OptedOut), LineJson.Customer(Gone));
        Assert.Contains(
            SuppressionKind.Unsubscribed,
            (await webhooks.Get<Suppressions>().FindAsync([gone.Item1], None)).GetValueOrDefault(gone.Item1, [])
        );
        Assert.Equal([gone.Item1], await webhooks.Conversations.KnownAsync([gone.Item1], None));
        // Linked just while they left.
        await BindAsync(webhooks, gone.Item2);
        var chosen = await webhooks.Conversations.FindWithLeftAsync([gone.Item2, LineJson.Customer(Bound)], None);
        Assert.Equal(["Name 1", "Name 4"], chosen.Values.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Erased_they_come_back_from_nowhere()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers);
        await TalkAsync(webhooks);
        await LetGoAsync(webhooks, months: 19);
        await webhooks.Conversations.EraseAsync(LineJson.Customer(Gone), start.AddHours(2), None);
        Assert.Null(await webhooks.Conversations.FindAsync(LineJson.Customer(Gone)));
        Assert.Empty(await KeysAsync(webhooks, $"*{LineJson.User(Gone)}*"));
    }

    [Fact]
    public async Task With_0_months_everybody_stays()
    {
        await using var webhooks = await OpenAsync(EnginePair.Servers, ("Omo:CustomerMonths", "0"));
        await TalkAsync(webhooks);
        await LetGoAsync(webhooks, months: 1_000);
        Assert.Equal(All, await ThereAsync(webhooks));
    }

    private static async Task<WebhookFace> OpenAsync(EnginePair pair, params (string, string)[] more)
    {
        var webhooks =
            pair == EnginePair.Embedded
                ? await WebhookFace.OpenAsync(more: [("Omo:Redis", ""), ("Omo:CustomerMonths", "18"), .. more])
                : await WebhookFace.OpenAsync(await MigratedDatabase.OnPostgresAsync(), more: [("Omo:CustomerMonths", "18"), .. more]);
        await Until.TrueAsync(async () =>
            (await webhooks.Get<Journal>().PlacesAsync([TestAccounts.Line], None)).Values.Count(place => place.Life.Length > 0)
            == Conversations.Buckets
        );
        return webhooks;
    }

    private async Task TalkAsync(WebhookFace webhooks)
    {
        var conversations = webhooks.Conversations;
        for (var n = Gone; n <= OptedOut; n++)
        {
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text($"t{n}", LineJson.User(n), $"hello {n}", start)));
            await conversations.TagAsync(LineJson.Customer(n), ["VIP", $"tag{n}"], [], "S1");
            await conversations.SetProfileAsync(LineJson.Customer(n), new($"Name {n}", "zh"));
            if (n == Waiting)
                continue;
            await conversations.TakeAsync(LineJson.Customer(n), "S1", start.AddMinutes(1));
            await conversations.AddStaffMessageAsync(LineJson.Customer(n), $"a{n}", "S1", "Good day", start.AddMinutes(2));
            if (n == OptedOut)
                Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("stop", LineJson.User(n), "退訂", start.AddMinutes(3))));
            if (n != Mine)
                await conversations.CloseAsync(LineJson.Customer(n), "S1", start.AddMinutes(4));
        }

        await BindAsync(webhooks, LineJson.Customer(Bound));
        await WrittenAsync(webhooks);
    }

    private static FakeTimeProvider Clock(int months) => new(TimeProvider.System.GetUtcNow().AddMonths(months));

    private static Task LetGoAsync(WebhookFace webhooks, int months) =>
        new DepartureJob(
            new(
                webhooks.Get<RedisConnection>(),
                webhooks.Get<Journal>(),
                webhooks.Get<Bindings>(),
                webhooks.Get<JournalReplay>(),
                Clock(months)
            ),
            webhooks.Get<JournalDrain>(),
            webhooks.Get<Roster>(),
            webhooks.Get<StorageOptions>(),
            NullLogger<DepartureJob>.Instance
        ).RunAsync(None);

    private static async Task BindAsync(WebhookFace webhooks, CustomerKey customer) =>
        await webhooks
            .Get<Bindings>()
            .BindAsync(
                customer,
                new("S1", "S", OmoBroadcast.Domain.Staff.Role.Salesperson, "store"),
                TimeProvider.System.GetUtcNow(),
                replace: false,
                None
            );

    private static Task WrittenAsync(WebhookFace webhooks) =>
        Until.TrueAsync(async () => await webhooks.Get<JournalLists>().CountAsync([TestAccounts.Line], None) == new JournalWait(0, 0));

    /// <summary>Who is there, without bringing anybody back.</summary>
    private static async Task<int[]> ThereAsync(WebhookFace webhooks)
    {
        var found = await webhooks.Conversations.FindAsync([.. Enumerable.Range(Gone, OptedOut).Select(LineJson.Customer)], None);
        return [.. Enumerable.Range(Gone, OptedOut).Where(n => found.ContainsKey(LineJson.Customer(n)))];
    }

    private static async Task<string> PictureAsync(WebhookFace webhooks, int user)
    {
        var found = await webhooks.Conversations.FindAsync(LineJson.Customer(user));
        var lines = await webhooks.Conversations.TranscriptAsync(LineJson.Customer(user), 200);
        return $"{found?.State} {found?.LastOwner} {found?.Name} {string.Join(',', found?.Tags ?? [])} {found?.LastText} "
            + $"{found?.LastMessageAt} {found?.LastAnsweredAt} {found?.ClosedAt} {found?.DecidedAt} "
            + string.Join('|', lines.Select(line => $"{line.At:O} {line.From} {line.Text}"));
    }

    private static async Task<string[]> KeysAsync(WebhookFace webhooks, string pattern)
    {
        await using var redis = await ConnectAsync(webhooks);
        return (string[])(await redis.GetDatabase().ExecuteAsync("KEYS", pattern))!;
    }

    private static async Task LoseAsync(WebhookFace webhooks)
    {
        await using var redis = await ConnectAsync(webhooks);
        Assert.Equal("OK", (string?)await redis.GetDatabase().ExecuteAsync("FLUSHALL"));
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(WebhookFace webhooks) =>
        ConnectionMultiplexer.ConnectAsync($"{webhooks.Get<RedisConnection>().Configuration},allowAdmin=true");
}
