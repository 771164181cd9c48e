using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What is stored is written by generated code as it was by reflection before, byte for byte, and read as it was.</summary>
public sealed class StoredJsonTests
{
    // What JSON escapes, what it may, and what a relaxed writer does not.
    private const string Words = "新品 \"到貨\" <b>&'+\\/\n\t\u0001 é 👋 {{customer_name|朋友}}";

    private static readonly DateTimeOffset At = new(2026, 1, 31, 23, 59, 59, 123, TimeSpan.FromHours(8));
    private static readonly AccountKey Account = new(ChannelId.WhatsApp, "1234567890");
    private static readonly JsonSerializerOptions Ledger = LedgerJson.With(new DefaultJsonTypeInfoResolver()),
        Reports = WaitingReports.With(new DefaultJsonTypeInfoResolver());

    private static readonly OutboundMessage.Media Picture = new(MediaKind.Image, new('a', 32), "圖.jpg", "image/jpeg", 5_000_000_000);

    private static readonly OutboundMessage.Template Template = new(
        "w1",
        "sale",
        "zh_TW",
        [
            new(TemplatePlace.Header, null, null, Picture with { PreviewId = new('b', 32), Caption = Words }),
            new(TemplatePlace.Body, "name", Words),
            new(TemplatePlace.UrlButton, "0", "x"),
        ],
        Words,
        new(null, Words, ["看", Words])
    );

    private static readonly Audience Chosen = new()
    {
        Store = "信義店",
        Picked = [new(Account, "886912345678"), new(new(ChannelId.Line, "U1"), "U/2")],
        Retry = new(7, true),
        BoundOn = ChannelId.Line,
        TemplateOn = ChannelId.WhatsApp,
        TemplateScope = "w1",
        WithTag = Words,
        WithoutTag = "",
        MessageWithin = TimeSpan.FromDays(30),
        MessageBefore = TimeSpan.FromMilliseconds(1),
        NameContains = "王",
        Channel = ChannelId.Messenger,
        Account = Account,
        WindowOpen = true,
        NeverAnswered = true,
    };

    [Fact]
    public void Audiences_and_contents_are_written_as_before()
    {
        Same(Audience.All);
        Same(Chosen);
        Same(Chosen with { WindowOpen = false, Picked = [], Account = null });
        Same(new Content([]));
        Same(new Content([new OutboundMessage.Text(Words), Picture, Template, Template with { Parameters = [], Frame = null }]));
        Same(new Content([.. Enum.GetValues<MediaKind>().Select(kind => Picture with { Kind = kind })]));
        Same(new CustomerKey(Account, Words));
        Same<IReadOnlyDictionary<SkipReason, long>>(Enum.GetValues<SkipReason>().ToDictionary(reason => reason, reason => (long)reason));
        Same<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["x-line-signature"] = Words, [Words] = "" });
        Same<string[]>([Words, ""]);
    }

    [Fact]
    public void Templates_are_written_as_before()
    {
        var template = new MessageTemplate
        {
            Scope = "w1",
            Name = "sale",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = MessageTemplate.Approved,
            Body = Words,
        };
        Same(template);
        Same(
            template with
            {
                Format = ParameterFormat.Named,
                Header = new(MediaKind.Video, ""),
                Footer = Words,
                Buttons = [new("看", "https://shop.example/{{1}}"), new("不", null)],
                IsBeyondUs = true,
            }
        );
    }

    [Fact]
    public void What_is_stored_in_the_field_is_pinned()
    {
        Assert.Equal(
            """{"messages":[{"type":"text","words":"嗨"},{"type":"media","kind":"image","mediaId":"a","fileName":"b","contentType":"c","size":1},{"type":"template","waba":"w1","name":"sale","language":"zh_TW","parameters":[{"place":"urlButton","name":"0","value":"x"}],"body":"b","frame":{"footer":"f","buttons":[]}}]}""",
            LedgerJson.Write(
                new Content([
                    new OutboundMessage.Text("嗨"),
                    new OutboundMessage.Media(MediaKind.Image, "a", "b", "c", 1),
                    new OutboundMessage.Template("w1", "sale", "zh_TW", [new(TemplatePlace.UrlButton, "0", "x")], "b", new(null, "f", [])),
                ])
            )
        );
        Assert.Equal(
            """{"picked":["line:U1/U2"],"retry":{"campaign":7,"alsoDoubtful":false},"templateOn":"whatsapp","waba":"w1","messageWithin":"30.00:00:00","windowOpen":true}""",
            LedgerJson.Write(
                new Audience
                {
                    Picked = [new(new(ChannelId.Line, "U1"), "U2")],
                    Retry = new(7, false),
                    TemplateOn = ChannelId.WhatsApp,
                    TemplateScope = "w1",
                    MessageWithin = TimeSpan.FromDays(30),
                    WindowOpen = true,
                }
            )
        );
    }

    [Fact]
    public void Reports_that_wait_are_written_as_before()
    {
        foreach (var report in Bodies.Select(Event))
        {
            var written = WaitingReports.Alone(report, At);
            Assert.Equal(JsonSerializer.Serialize(report, Reports), Encoding.UTF8.GetString(written.Body.Span));
            Assert.Equal(report, WaitingReports.Read(written));
            Assert.Equal(report, JsonSerializer.Deserialize<InboundEvent>(written.Body.Span, Reports));
        }
    }

    [Fact]
    public void A_member_that_an_older_version_did_not_write_keeps_its_value()
    {
        var older = new WaitingWebhook(
            Account.Channel,
            WaitingReports.Alone(Event(Bodies[0]), At).Headers,
            """{"Id":"e","Account":{"Channel":{"Value":"line"},"Id":"U1"},"At":"2026-01-31T00:00:00+00:00","Body":{"is":"Echo","MessageId":"m","Details":{}}}"""u8.ToArray(),
            At
        );
        Assert.Equal(new MessageDetails(), ((InboundBody.Echo)WaitingReports.Read(older)!.Body).Details);
        var fault = JsonSerializer.Deserialize<SendOutcome>("""{"is":"Unavailable","Reason":"r"}""", Reports);
        Assert.Equal(new SendOutcome.Unavailable("r"), fault);
        Assert.Empty(
            LedgerJson.Read<MessageTemplate>("""{"waba":"w","name":"n","language":"l","category":"c","status":"s","body":"b"}""").Buttons
        );
    }

    [Fact]
    public void Opt_outs_that_wait_are_written_as_before()
    {
        SuppressionChange[] changes =
        [
            new(new(Account, Words), SuppressionKind.Unsubscribed, true, At, Words, Words, "BSUID.1"),
            new(new(Account, "886912345678"), SuppressionKind.Blocked, false, At, "wamid.1"),
        ];
        foreach (var change in changes)
        {
            var written = (string)EventCall.Of(Event(new InboundBody.Unfollowed()), change).Values[9]!;
            Assert.Equal(JsonSerializer.Serialize(change), written);
            Assert.Equal(change, JsonSerializer.Deserialize(written, SuppressionJson.Default.SuppressionChange));
        }
    }

    [Fact]
    public void Rows_and_lists_for_statements_are_written_as_before()
    {
        const string id = "0123456789abcdef0123456789abcdef";
        Assert.Equal(
            """[{"account":1,"platform_id":"m","request":null,"part":0,"user_id":"u","sent_at":2,"rank":3,"ranked_at":4,"code":null,"reason":"\u65B0","category":null,"price_type":"p"}]""",
            JsonSerializer.Serialize([new(1, "m", null, 0, "u", 2, 3, 4, null, "新", null, "p")], RowJson.Default.IEnumerableNotedMessage)
        );
        Assert.Equal(
            $$"""[{"request":"{{id}}","went":2}]""",
            JsonSerializer.Serialize([new(id, 2)], RowJson.Default.IEnumerableWentRequest)
        );
        Assert.Equal(
            $$"""[{"request":"{{id}}","state":2,"parts":3,"rank":4,"code":"c","reason":null}]""",
            JsonSerializer.Serialize([new(id, 2, 3, 4, "c", null)], RowJson.Default.IEnumerableDerivedRequest)
        );
        Assert.Equal(
            """[{"user_id":"u","kind":1,"active":0,"at":2,"event_id":"e"}]""",
            JsonSerializer.Serialize([new("u", 1, 0, 2, "e")], RowJson.Default.IEnumerableSuppressedId)
        );
        string[] words = [Words, ""];
        Assert.Equal(JsonSerializer.Serialize(words), JsonSerializer.Serialize(words, RowJson.Default.IEnumerableString));
        Assert.Equal(JsonSerializer.Serialize(words), JsonSerializer.Serialize(words, RowJson.Default.IReadOnlyListString));
    }

    private static readonly InboundBody[] Bodies =
    [
        new InboundBody.Receipt(ReceiptKind.Read, null, null, At, null),
        new InboundBody.Receipt(ReceiptKind.Delivered, "wamid.1", new(Guid.NewGuid(), 3), null, null)
        {
            Pricing = new("service", "regular"),
        },
        .. Faults.Select(fault => new InboundBody.Receipt(ReceiptKind.Failed, "m", null, null, fault)),
        new InboundBody.Echo("m", null, false, MessageKind.Text, Words),
        new InboundBody.Echo("m", new(Guid.NewGuid(), 0), true, MessageKind.Image, null, Details) { Automatic = true },
        new InboundBody.Standing(AccountStanding.Restricted, "x", Words),
        new InboundBody.Standing(AccountStanding.Warned, "", null),
        new InboundBody.Renamed("886912345678"),
        new InboundBody.Message("m", MessageKind.Order, Words, "token", Details),
        new InboundBody.Message("m", MessageKind.Text, null, null),
        new InboundBody.TemplateChanged("w1", "sale", "zh_TW", "PAUSED", null),
    ];

    private static SendOutcome[] Faults =>
        [
            new SendOutcome.Accepted(null) { Usage = new(101, TimeSpan.FromMinutes(5)) },
            new SendOutcome.Throttled(TimeSpan.FromSeconds(1.5), ThrottleScope.Quota),
            new SendOutcome.Unavailable(Words, "503", 3),
            new SendOutcome.Unavailable("r"),
            new SendOutcome.Unknown(Words) { Usage = new(1, null) },
            new SendOutcome.Refused(RefusalScope.Template, "132015", Words),
            new SendOutcome.Unreachable("131026", Words, SuppressionKind.Blocked),
            new SendOutcome.MediaGone("131053"),
        ];

    private static MessageDetails Details =>
        new()
        {
            Items = [new("紅茶", Words, "2 × 30"), new("x")],
            Media = [new(MessageKind.Image, "https://cdn.example/1", "image/png"), new(MessageKind.Audio, "2")],
            Place = new(25.033, null, null, Words),
            Quoted = "wamid.0",
            Referral = new(ReferralSource.Ad, Words, "https://shop.example", null),
            Event = SystemEvent.CameBy,
            Omitted = 2,
        };

    private static InboundEvent Event(InboundBody body) =>
        new(Words, Account, body is InboundBody.Standing ? null : "886912345678", At, body is InboundBody.Echo, body, null, "王", "B.1");

    private static void Same<T>(T value)
    {
        var written = LedgerJson.Write(value);
        Assert.Equal(JsonSerializer.Serialize(value, Ledger), written);
        Assert.Equal(written, LedgerJson.Write(LedgerJson.Read<T>(written)));
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(written, Ledger), Ledger));
    }
}
