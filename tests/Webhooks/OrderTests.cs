using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What comes in at the service's endpoint and in which order it stands afterwards; who waits, and what is an answer.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private const string Page = "104455667788990",
        Number = "106540352242922",
        Secret = "canary-app-secret",
        Former = "886911111111",
        Now = "886922222222",
        Psid = "7001";
    private static readonly long Second = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600;
    private static readonly CustomerKey Amy = new(new(ChannelId.WhatsApp, Number), Former),
        Bob = new(new(ChannelId.Messenger, Page), Psid);
    private WebhookFace webhooks = null!;

    public async ValueTask InitializeAsync() =>
        webhooks = await WebhookFace.OpenAsync(
            more:
            [
                ("Omo:Accounts:1:Channel", "messenger"),
                ("Omo:Accounts:1:Id", Page),
                ("Omo:Accounts:1:Secrets:0", Secret),
                ("Omo:Accounts:1:AccessToken", "t"),
                ("Omo:Accounts:1:VerifyToken", "w"),
                ("Omo:Accounts:1:AppId", "104729"),
                ("Omo:Accounts:1:BaseUrl", "http://127.0.0.1:9"),
                ("Omo:Accounts:2:Channel", "whatsapp"),
                ("Omo:Accounts:2:Id", Number),
                ("Omo:Accounts:2:Secrets:0", Secret),
                ("Omo:Accounts:2:AccessToken", "t"),
                ("Omo:Accounts:2:VerifyToken", "w"),
                ("Omo:Accounts:2:Waba", "77"),
                ("Omo:Accounts:2:BaseUrl", "http://127.0.0.1:9"),
            ]
        );

    public ValueTask DisposeAsync() => webhooks.DisposeAsync();

    [Fact]
    public async Task Five_texts_of_one_second_stand_in_the_order_of_their_body_however_they_are_repeated()
    {
        // Their ids fall while their numbers rise.
        var texts = Enumerable.Range(1, 5).Select(number => Text($"wamid.{9 - number}", Second, $"{number}")).ToArray();
        await WhatsAppAsync("messages", texts);
        foreach (var text in texts.Reverse())
            await WhatsAppAsync("messages", text);
        await WhatsAppAsync("messages", texts[3], texts[1]);
        Assert.Equal(["1", "2", "3", "4", "5"], await WordsAsync(Amy));
        Assert.Equal("5", (await webhooks.Conversations.FindAsync(Amy))!.LastText);

        // What comes in another body of the same second stands behind; what is older, before.
        await WhatsAppAsync("messages", Text("wamid.0", Second, "6"), Text("wamid.00", Second - 1, "0"));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], await WordsAsync(Amy));
        Assert.Equal("6", (await webhooks.Conversations.FindAsync(Amy))!.LastText);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_late_message_of_a_former_number_is_of_who_they_are_now(int when)
    {
        var rename =
            $$$"""{"id":"wamid.S","from":"{{{Former}}}","timestamp":"{{{Second + 60}}}","type":"system","system":{"type":"user_changed_number","wa_id":"{{{Now}}}","body":"changed"}}""";
        string[] all = [Text("wamid.1", Second, "old"), Text("wamid.2", Second + 90, "new", Now)];
        for (var at = 0; at <= all.Length; at++)
        {
            if (at == when)
                await WhatsAppAsync("messages", rename);
            if (at < all.Length)
                await WhatsAppAsync("messages", all[at]);
        }

        var now = Amy with { UserId = Now };
        Assert.Equal(
            ["old", "new"],
            (await webhooks.Conversations.TranscriptAsync(now, 9)).Where(line => line.Kind == MessageKind.Text).Select(line => line.Text)
        );
        var waiting = Assert.Single(await webhooks.Conversations.PendingAsync(Amy.Account, 9, default));
        Assert.Equal((now, DateTimeOffset.FromUnixTimeSeconds(Second)), (waiting.Key, waiting.WaitingSince));
        Assert.Empty(await webhooks.Conversations.FindAsync([Amy], default));
    }

    [Fact]
    public async Task An_answer_from_the_phone_ends_the_waiting_and_what_is_changed_or_taken_back_there_is_none()
    {
        await WhatsAppAsync("messages", Text("wamid.1", Second, "anybody?"));
        Assert.NotNull((await webhooks.Conversations.FindAsync(Amy))!.WaitingSince);
        await WhatsAppAsync("smb_message_echoes", Echo("wamid.E", 5, """ "type":"text","text":{"body":"wrong"} """));
        var answered = await webhooks.Conversations.FindAsync(Amy);
        Assert.Equal((ConversationState.Pending, null), (answered!.State, answered.WaitingSince));

        await WhatsAppAsync("messages", Text("wamid.2", Second + 10, "what?"));
        await WhatsAppAsync(
            "smb_message_echoes",
            Echo(
                "wamid.F",
                20,
                """ "type":"edit","edit":{"original_message_id":"wamid.E","message":{"type":"text","text":{"body":"right"}}} """
            )
        );
        Assert.Equal(["anybody?", "right", "what?"], await WordsAsync(Amy));
        await WhatsAppAsync("smb_message_echoes", Echo("wamid.G", 30, """ "type":"revoke","revoke":{"original_message_id":"wamid.E"} """));
        Assert.Equal(["anybody?", null, "what?"], await WordsAsync(Amy));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Second + 10), (await webhooks.Conversations.FindAsync(Amy))!.WaitingSince);
    }

    [Fact]
    public async Task An_app_that_answers_by_itself_ends_no_waiting_and_a_person_in_Metas_inbox_does()
    {
        await MessengerAsync(Item(Psid, Page, 0, """ "mid":"m1","text":"open?" """));
        await MessengerAsync(Item(Page, Psid, 1, """ "mid":"e1","is_echo":true,"app_id":999888777,"text":"[auto] We are closed" """));
        Assert.NotNull((await webhooks.Conversations.FindAsync(Bob))!.WaitingSince);
        await MessengerAsync(Item(Page, Psid, 2, """ "mid":"e2","is_echo":true,"app_id":263902037430900,"text":"yes" """));
        var answered = await webhooks.Conversations.FindAsync(Bob);
        Assert.Equal((ConversationState.Pending, null), (answered!.State, answered.WaitingSince));

        await MessengerAsync(Item(Psid, Page, 3, """ "mid":"m2","text":"sure?" """));
        await MessengerAsync(Item(Page, Psid, 4, """ "mid":"e2","is_echo":true,"is_deleted":true """));
        Assert.Equal(
            [(null, "open?"), (TranscriptEntry.AnotherApp, "[auto] We are closed"), (TranscriptEntry.PlatformInbox, null), (null, "sure?")],
            (await webhooks.Conversations.TranscriptAsync(Bob, 9)).Select(line => (line.From, line.Text))
        );
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Second + 3), (await webhooks.Conversations.FindAsync(Bob))!.WaitingSince);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_taken_back_leaves_no_copy(bool first)
    {
        const string Canary = "canary-words";
        string[] events =
        [
            LineJson.Event(
                "s1",
                LineJson.User(1),
                $$"""
                "type":"message","message":{"id":"77/1","type":"sticker","packageId":"1","stickerId":"2","stickerResourceType":"MESSAGE","text":"{{Canary}}"}
                """.Trim()
            ),
            LineJson.Event("u1", LineJson.User(1), """ "type":"unsend","unsend":{"messageId":"77/1"} """),
            LineJson.Event("s2", LineJson.User(1), """ "type":"message","message":{"id":"78","type":"hologram"} """),
        ];
        foreach (var one in first ? events.Reverse() : events)
            Assert.Equal(200, await webhooks.PostAsync(one));
        Assert.Equal(2, (await webhooks.Conversations.TranscriptAsync(LineJson.Customer(1), 9)).Count);
        // Neither in a line nor raw, nor anywhere else.
        var raw = await webhooks.Conversations.RawAsync(TestAccounts.Line, default);
        Assert.Contains(raw, copy => copy.Contains("hologram", StringComparison.Ordinal));
        Assert.DoesNotContain(raw, copy => copy.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(Canary, await KeptAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_back_leaves_no_copy_in_whatever_order_the_person_changes_their_number()
    {
        int[][] orders =
        [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        foreach (var (number, order) in orders.Index())
        foreach (var revokedUnderTheNew in (bool[])[false, true])
        {
            var which = $"{number}{(revokedUnderTheNew ? 1 : 0)}";
            var (former, now) = ($"88691111{which}11", $"88692222{which}22");
            var events = SentRenumberedRevoked(former, now, revokedUnderTheNew);
            // Another of theirs, which they do not take back, goes with them.
            await WhatsAppAsync("messages", Hologram($"wamid.K{former}", former, $"kept-{former}"));
            foreach (var at in order)
                await WhatsAppAsync("messages", events[at]);
            var raw = await webhooks.Conversations.RawAsync(Amy with { UserId = now }, 9, default);
            Assert.Single(raw, copy => copy.Contains($"kept-{former}", StringComparison.Ordinal));
            Assert.Empty(await webhooks.Conversations.RawAsync(Amy with { UserId = former }, 9, default));
        }

        Assert.DoesNotContain("canary-8869", await KeptAsync(), StringComparison.Ordinal);
    }

    private static string[] SentRenumberedRevoked(string former, string now, bool revokedUnderTheNew) =>
        [
            Hologram($"wamid.HBg/{former}+x==", former, $"canary-{former}"),
            $$$"""{"id":"wamid.N{{{former}}}","from":"{{{former}}}","timestamp":"{{{Second + 1}}}","type":"system","system":{"body":"changed","type":"user_changed_number","wa_id":"{{{now}}}"}}""",
            $$$"""{"id":"wamid.R{{{former}}}","from":"{{{(revokedUnderTheNew ? now : former)}}}","timestamp":"{{{Second + 2}}}","type":"revoke","revoke":{"original_message_id":"wamid.HBg/{{{former}}}+x=="}}""",
        ];

    /// <summary>Of a kind that the service does not know.</summary>
    private static string Hologram(string id, string from, string words) =>
        $$$"""{"id":"{{{id}}}","from":"{{{from}}}","timestamp":"{{{Second}}}","type":"hologram","hologram":{"words":"{{{words}}}"}}""";

    /// <summary>All that Redis holds.</summary>
    private async Task<string> KeptAsync()
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(webhooks.Redis.ConnectionString);
        var database = redis.GetDatabase();
        var kept = new StringBuilder();
        await foreach (var key in redis.GetServers()[0].KeysAsync())
            kept.Append(Encoding.Latin1.GetString(await DumpAsync(key)));
        return kept.ToString();

        async Task<byte[]> DumpAsync(StackExchange.Redis.RedisKey key) =>
            await database.KeyTypeAsync(key) switch
            {
                StackExchange.Redis.RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(entry => (byte[])entry.Value!)],
                StackExchange.Redis.RedisType.SortedSet =>
                [
                    .. (await database.SortedSetRangeByRankAsync(key)).SelectMany(entry => (byte[])entry!),
                ],
                StackExchange.Redis.RedisType.List => [.. (await database.ListRangeAsync(key)).SelectMany(entry => (byte[])entry!)],
                _ => [],
            };
    }

    private async Task<IReadOnlyList<string?>> WordsAsync(CustomerKey customer) =>
        [.. (await webhooks.Conversations.TranscriptAsync(customer, 20)).Select(line => line.Text)];

    private static string Text(string id, long second, string words, string from = Former) =>
        $$$"""{"id":"{{{id}}}","from":"{{{from}}}","timestamp":"{{{second}}}","type":"text","text":{"body":"{{{words}}}"}}""";

    private static string Echo(string id, int second, string members) =>
        $$"""{"id":"{{id}}","from":"{{Number}}","to":"{{Former}}","timestamp":"{{Second + second}}",{{members}} }""";

    private static string Item(string from, string to, int second, string message) =>
        $$$"""{"sender":{"id":"{{{from}}}"},"recipient":{"id":"{{{to}}}"},"timestamp":{{{(Second + second) * 1000}}},"message":{ {{{message}}} } }""";

    private Task WhatsAppAsync(string field, params string[] items) =>
        PostAsync(
            "whatsapp",
            $$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"{{{{{field}}}}}","value":{"metadata":{"phone_number_id":"{{{{{Number}}}}}"},"{{{{{(field == "messages" ? field : "message_echoes")}}}}}":[{{{{{string.Join(',', items)}}}}}]}}]}]}"""
        );

    private Task MessengerAsync(string item) =>
        PostAsync(
            "messenger",
            $$$"""{"object":"page","entry":[{"id":"{{{Page}}}","time":{{{Second * 1000}}},"messaging":[{{{item}}}]}]}"""
        );

    private async Task PostAsync(string channel, string json) =>
        Assert.Equal(200, await webhooks.PostMetaAsync(channel, Encoding.UTF8.GetBytes(json)));
}
