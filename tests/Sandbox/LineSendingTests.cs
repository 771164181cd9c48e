using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class LineSendingTests
{
    private const string NotKnown = "U00000000000000000000000000000001";

    [Fact]
    public async Task A_push_is_answered_with_its_messages_and_a_request_id()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var said = await line.SendAsync(
            "push",
            new { to = (await line.CustomersAsync())[0], messages = Platform.Texts("一", "二 🤨") },
            Key()
        );

        Assert.Equal(200, said.Status);
        Assert.True(Guid.TryParse(said.Request, out _));
        var sent = said.Json["sentMessages"]!.AsArray();
        Assert.Equal(2, sent.Count);
        Assert.All(sent, m => Assert.True(ulong.TryParse((string)m!["id"]!, out _)));
        var delivery = (await line.GetAsync("ledger/deliveries?contains=🤨"))["deliveries"]![0]!;
        Assert.Equal(["一", "二 🤨"], delivery["texts"]!.AsArray().Select(t => (string)t!));
    }

    [Fact]
    public async Task A_multicast_is_answered_with_an_empty_object()
    {
        await using var line = await Platform.StartAsync(customers: 500);
        var said = await line.MulticastAsync(await line.CustomersAsync(), key: Key());

        Assert.Equal((200, "{}"), (said.Status, said.Body));
        var summary = await line.SummaryAsync();
        Assert.Equal((1, 500, 500), ((int)summary["accepted"]!, (int)summary["recipients"]!, (int)summary["distinctRecipients"]!));
        Assert.Equal(0, (int)summary["duplicates"]!);
    }

    [Fact]
    public async Task The_same_messages_taken_twice_for_somebody_are_counted_as_duplicates()
    {
        await using var line = await Platform.StartAsync(customers: 3);
        var people = await line.CustomersAsync();
        await line.MulticastAsync(people, key: Key());
        await line.PushAsync(people[1], key: Key());

        Assert.Equal(1, (int)(await line.SummaryAsync())["duplicates"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bad-token")]
    public async Task A_call_without_a_good_token_is_refused(string? token)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var said = await line.SendAsync(
            "push",
            new { to = (await line.CustomersAsync())[0], messages = Platform.Texts("hi") },
            token: token
        );

        Assert.Equal(401, said.Status);
        Assert.StartsWith("Authentication failed due to the following reason: ", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_recipient_of_a_push_fails_it()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var said = await line.PushAsync(NotKnown, key: Key());
        Assert.Equal((400, "Failed to send messages"), (said.Status, said.Message));
        Assert.Equal(0, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Fact]
    public async Task A_malformed_recipient_is_named_and_nobody_of_the_batch_gets_anything()
    {
        await using var line = await Platform.StartAsync(customers: 2);
        var people = await line.CustomersAsync();

        var batch = await line.MulticastAsync([people[0], "Unot-an-id", people[1]], key: Key());
        Assert.Equal((400, "The property, to[1], in the request body is invalid (line: -, column: -)"), (batch.Status, batch.Message));
        var push = await line.PushAsync("@line-id", key: Key());
        Assert.Equal((400, "The property, 'to', in the request body is invalid (line: -, column: -)"), (push.Status, push.Message));
        Assert.Equal(0, (int)(await line.SummaryAsync())["accepted"]!);
    }

    [Fact]
    public async Task An_unknown_recipient_of_a_multicast_is_left_out_or_fails_it_as_the_weather_says()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var people = await line.CustomersAsync();

        Assert.Equal(200, (await line.MulticastAsync([people[0], NotKnown], "a", Key())).Status);
        await line.WeatherAsync(new { refuseUnknownInMulticast = true });
        var refused = await line.MulticastAsync([people[0], NotKnown], "b", Key());
        Assert.Equal((400, "Failed to send messages"), (refused.Status, refused.Message));
        Assert.Equal(1, (int)(await line.SummaryAsync())["delivered"]!);
    }

    [Theory]
    [InlineData(0, 1, "messages", "Size must be between 1 and 5")]
    [InlineData(6, 1, "messages", "Size must be between 1 and 5")]
    [InlineData(1, 0, "messages[0].text", "May not be empty")]
    [InlineData(1, 5001, "messages[0].text", "Length must be between 0 and 5000")]
    public async Task Messages_beyond_the_limits_are_refused_with_details(int messages, int length, string property, string message)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var texts = Enumerable.Repeat(new string('字', length), messages).ToArray();
        var said = await line.SendAsync("push", new { to = (await line.CustomersAsync())[0], messages = Platform.Texts(texts) }, Key());

        Assert.Equal((400, "The request body has 1 error(s)"), (said.Status, said.Message));
        Assert.Equal((property, message), ((string)said.Json["details"]![0]!["property"]!, (string)said.Json["details"]![0]!["message"]!));
    }

    [Fact]
    public async Task Length_is_counted_in_utf16_units()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var to = (await line.CustomersAsync())[0];
        Assert.Equal(200, (await line.PushAsync(to, string.Concat(Enumerable.Repeat("🍎", 2_500)))).Status);
        Assert.Equal(400, (await line.PushAsync(to, string.Concat(Enumerable.Repeat("🍎", 2_501)))).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_batch_is_of_1_to_500(int size)
    {
        await using var line = await Platform.StartAsync(customers: 501);
        var said = await line.MulticastAsync((await line.CustomersAsync()).Take(size), key: Key());
        Assert.Equal((400, "Size must be between 1 and 500"), (said.Status, (string)said.Json["details"]![0]!["message"]!));
    }

    [Fact]
    public async Task A_request_over_two_megabytes_is_too_large()
    {
        await using var line = await Platform.StartAsync();
        Assert.Equal(413, (await line.PushAsync(NotKnown, new string('x', (2 * 1024 * 1024) + 1))).Status);
    }

    [Fact]
    public async Task A_blocked_account_is_answered_200_and_neither_delivers_nor_counts()
    {
        await using var line = await Platform.StartAsync(customers: 3);
        var people = await line.CustomersAsync();
        await line.PostAsync("customers/line/block", new { index = 1, silent = true });

        Assert.Equal(200, (await line.PushAsync(people[1], "a", Key())).Status);
        Assert.Equal(200, (await line.MulticastAsync(people, "b", Key())).Status);
        var summary = await line.SummaryAsync();
        Assert.Equal((4, 2), ((int)summary["recipients"]!, (int)summary["delivered"]!));
        Assert.Equal(2, (int)(await line.CallAsync(HttpMethod.Get, "line/v2/bot/message/quota/consumption")).Json["totalUsage"]!);
        Assert.Equal(404, (await line.CallAsync(HttpMethod.Get, $"line/v2/bot/profile/{people[1]}")).Status);
    }

    [Fact]
    public async Task Beyond_the_monthly_quota_nobody_of_a_batch_gets_anything()
    {
        await using var line = await Platform.StartAsync(customers: 5);
        var people = await line.CustomersAsync();
        await line.WeatherAsync(new { monthlyQuota = 4 });

        Assert.Equal("limited", (string)(await line.CallAsync(HttpMethod.Get, "line/v2/bot/message/quota")).Json["type"]!);
        Assert.Equal(200, (await line.MulticastAsync(people.Take(3), key: Key())).Status);
        var refused = await line.MulticastAsync(people.Skip(3), key: Key());
        Assert.Equal((429, "You have reached your monthly limit."), (refused.Status, refused.Message));
        Assert.Equal(200, (await line.PushAsync(people[3], key: Key())).Status);
        Assert.Equal(4, (int)(await line.SummaryAsync())["delivered"]!);
    }

    [Fact]
    public async Task The_bucket_holds_little_and_refills_steadily()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var line = await Platform.StartAsync(customers: 1, time);
        var to = (await line.CustomersAsync())[0];
        await line.WeatherAsync(new { pushPerSecond = 50, capacity = 2 });

        Assert.Equal("200 200 429", await Push(3));
        var refused = await line.PushAsync(to);
        Assert.Equal("The API rate limit has been exceeded. Try again later.", refused.Message);
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("200 429", await Push(2));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("200 200 429", await Push(3));

        var pace = (await line.SummaryAsync())["pace"]![0]!;
        Assert.Equal(("push", 9), ((string)pace["endpoint"]!, (int)pace["calls"]!));
        Assert.Equal((5, 3), ((int)pace["accepted"]!, (int)pace["maxAcceptedPerSecond"]!));

        async Task<string> Push(int times)
        {
            var statuses = new List<int>();
            for (var i = 0; i < times; i++)
                statuses.Add((await line.PushAsync(to)).Status);
            return string.Join(' ', statuses);
        }
    }

    [Fact]
    public async Task A_reply_token_is_good_once_and_for_a_minute()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var line = await Platform.StartAsync(customers: 1, time);
        await using var service = await Receiver.StartAsync();
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.Address,
            }
        );
        var (first, second) = (await Said(), await Said());

        Assert.Equal(200, await Reply(first));
        Assert.Equal(400, await Reply(first));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(400, await Reply(second));

        async Task<string> Said() => (string)(await line.PostAsync("customers/line/say", new { index = 0, text = "hi" }))["replyToken"]!;
        async Task<int> Reply(string replyToken) =>
            (await line.SendAsync("reply", new { replyToken, messages = Platform.Texts("hello") })).Status;
    }

    [Fact]
    public async Task Profiles_validation_and_everything_else_answer_as_documented()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        var profile = await line.CallAsync(HttpMethod.Get, $"line/v2/bot/profile/{(await line.CustomersAsync())[0]}");
        Assert.NotEmpty((string)profile.Json["displayName"]!);
        Assert.Equal(400, (await line.CallAsync(HttpMethod.Get, "line/v2/bot/profile/someone")).Status);
        Assert.Equal(Platform.Destination, (string)(await line.CallAsync(HttpMethod.Get, "line/v2/bot/info")).Json["userId"]!);
        Assert.Equal((200, "{}"), Both(await line.SendAsync("validate/push", new { messages = Platform.Texts("hi") })));
        Assert.Equal(400, (await line.SendAsync("validate/multicast", new { messages = Platform.Texts() })).Status);
        var nothing = await line.CallAsync(HttpMethod.Get, "line/v2/bot/nothing");
        Assert.Equal((404, "Not found"), (nothing.Status, nothing.Message));
        Assert.NotNull(nothing.Request);

        static (int, string) Both(Platform.Said said) => (said.Status, said.Body);
    }

    private static string Key() => Guid.NewGuid().ToString();
}
