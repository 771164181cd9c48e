using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Tests.Broadcast;

namespace OmoBroadcast.Tests.Domain;

public sealed partial class EligibilityRuleTests
{
    private static readonly CustomerKey Key = new(new(ChannelId.Line, "U0"), "U1");
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Content Words = new([new OutboundMessage.Text("新品到店")]);
    private static readonly Customer Mine = new(Key) { State = ConversationState.InProgress, Assignee = "me" };

    [Fact]
    public void My_conversation_in_progress_receives() => Assert.Null(Check(Mine));

    [Fact]
    public void The_assignee_is_compared_without_regard_to_case() => Assert.Null(Check(Mine with { Assignee = "ME" }));

    [Theory]
    [InlineData(ConversationState.Pending)]
    [InlineData(ConversationState.Closed)]
    public void What_is_not_in_progress_does_not_receive(ConversationState state) =>
        Assert.Equal(SkipReason.NotInProgress, Check(Mine with { State = state }));

    [Fact]
    public void Anothers_conversation_does_not_receive() => Assert.Equal(SkipReason.NotMine, Check(Mine with { Assignee = "you" }));

    [Fact]
    public void Suppression_speaks_before_all_but_a_malformed_id()
    {
        Assert.Equal(SkipReason.Unsubscribed, Check(Mine with { State = ConversationState.Closed }, SuppressionKind.Unsubscribed));
        Assert.Equal(SkipReason.Blocked, Check(Mine, SuppressionKind.Unsubscribed, SuppressionKind.Blocked));
        Assert.Equal(SkipReason.InvalidId, EligibilityRule.Check(Key with { UserId = "?" }, Mine, [SuppressionKind.Blocked], Occasion()));
    }

    [Fact]
    public void After_a_loss_of_the_present_only_suppression_speaks_against()
    {
        Assert.Null(Check(null));
        Assert.Equal(SkipReason.Unsubscribed, Check(null, SuppressionKind.Unsubscribed));
    }

    [Theory]
    [InlineData(23 * 60, null)]
    [InlineData((24 * 60) - 6, null)]
    [InlineData((24 * 60) - 5, SkipReason.OutsideWindow)]
    [InlineData(48 * 60, SkipReason.OutsideWindow)]
    public void A_window_closes_five_minutes_early(int minutesAgo, SkipReason? reason)
    {
        var windowed = Stub.Limits with { Window = TimeSpan.FromHours(24) };
        var customer = Mine with { LastMessageAt = Now.AddMinutes(-minutesAgo) };
        Assert.Equal(reason, EligibilityRule.Check(Key, customer, [], Occasion(windowed)));
        Assert.Null(EligibilityRule.Check(Key, customer, [], Occasion()));
        Assert.Equal(SkipReason.OutsideWindow, EligibilityRule.Check(Key, Mine, [], Occasion(windowed)));
    }

    [Fact]
    public void A_template_needs_no_window_but_the_number_of_its_own_account()
    {
        var whatsApp = new AccountKey(ChannelId.WhatsApp, "106");
        var key = new CustomerKey(whatsApp, "88691");
        var content = new Content([new OutboundMessage.Template("waba1", "sale", "zh_TW", [], "特價")]);
        var limits = Stub.Limits with { Window = TimeSpan.FromHours(24) };
        SkipReason? Ask(string waba, bool approved = true) =>
            EligibilityRule.Check(
                key,
                Mine with
                {
                    Key = key,
                },
                [],
                new(Sellers.Alone("me"), new Account(whatsApp, "n", TemplateScope: waba), limits, content, Now)
                {
                    TemplateApproved = approved,
                }
            );
        Assert.Null(Ask("waba1"));
        Assert.Equal(SkipReason.OtherWaba, Ask("waba2"));
        Assert.Equal(SkipReason.TemplateNotApproved, Ask("waba1", approved: false));
        Assert.Equal(SkipReason.ChannelCannotCarry, Check(Mine, content));
    }

    [Fact]
    public void What_the_channel_cannot_carry_is_skipped()
    {
        Assert.Equal(
            SkipReason.ChannelCannotCarry,
            Check(Mine, new Content([new OutboundMessage.Media(MediaKind.File, "m", "a.pdf", "application/pdf", 10)]))
        );
        Assert.Equal(SkipReason.ChannelCannotCarry, Check(Mine, new Content([new OutboundMessage.Text(new string('x', 5_001))])));
        Assert.Equal(
            SkipReason.ChannelCannotCarry,
            EligibilityRule.Check(
                Key,
                Mine,
                [],
                Occasion(Stub.Limits with { TextLength = 5, TextUnit = TextUnit.Utf8Bytes }, new([new OutboundMessage.Text("一二")]))
            )
        );
    }

    [Fact]
    public void A_bound_customer_receives_whatever_the_state_of_the_conversation_and_nobody_else_s_does()
    {
        var bound = new SendOccasion(Sellers.Alone("me"), new Account(Key.Account, "store"), Stub.Limits, Words, Now) { ToBound = true };
        var closed = Mine with { State = ConversationState.Closed, Assignee = null };
        Assert.Null(EligibilityRule.Check(Key, closed, [], bound, "ME"));
        Assert.Equal(SkipReason.NotBound, EligibilityRule.Check(Key, Mine, [], bound, "you"));
        Assert.Equal(SkipReason.NotBound, EligibilityRule.Check(Key, Mine, [], bound));
    }

    [Theory]
    [InlineData(0, SkipReason.OwnedElsewhere)]
    [InlineData((24 * 60) - 1, SkipReason.OwnedElsewhere)]
    [InlineData(24 * 60, null)]
    public void A_conversation_that_another_responder_has_is_left_alone_for_24_hours(int minutesAgo, SkipReason? reason) =>
        Assert.Equal(reason, Check(Mine with { ElsewhereAt = Now.AddMinutes(-minutesAgo) }));

    [Fact]
    public void What_the_desk_objects_to_goes_to_nobody_of_the_account()
    {
        var occasion = new SendOccasion(Sellers.Alone("me"), new Account(Key.Account, "store"), Stub.Limits, Words, Now)
        {
            Objected = true,
        };
        Assert.All([1, 2], _ => Assert.Equal(SkipReason.ChannelCannotCarry, EligibilityRule.Check(Key, Mine, [], occasion)));
    }

    [Fact]
    public void Words_beside_a_template_need_the_window()
    {
        var whatsApp = new AccountKey(ChannelId.WhatsApp, "106");
        var both = new Content([new OutboundMessage.Template("w", "sale", "zh_TW", [], "特價"), new OutboundMessage.Text("嗨")]);
        var occasion = new SendOccasion(
            Sellers.Alone("me"),
            new Account(whatsApp, "n", TemplateScope: "w"),
            Stub.Limits with
            {
                Window = TimeSpan.FromHours(24),
            },
            both,
            Now
        );
        Assert.False(occasion.IsOpen(null));
        Assert.False(occasion.IsOpen(Now.AddHours(-24)));
        Assert.True(occasion.IsOpen(Now.AddHours(-1)));
    }

    [Fact]
    public void A_template_of_which_nothing_else_is_known_may_be_sent()
    {
        var whatsApp = new Account(new(ChannelId.WhatsApp, "106"), "n", TemplateScope: "w");
        Assert.Null(
            new SendOccasion(
                Sellers.Alone("me"),
                whatsApp,
                Stub.Limits,
                new Content([new OutboundMessage.Template("w", "sale", "zh_TW", [], "a")]),
                Now
            ).Against()
        );
    }

    [Fact]
    public void A_conversation_is_somebody_s_only_while_it_is_in_progress()
    {
        Assert.True(Mine.IsOf("ME"));
        Assert.False(Mine.IsOf("you"));
        Assert.False((Mine with { State = ConversationState.Closed }).IsOf("me"));
    }

    [Fact]
    public void Every_recipient_is_counted_once_and_only_what_went_wrong_is_trouble()
    {
        Assert.Equal(
            127,
            new Tally
            {
                Waiting = 1,
                Accepted = 2,
                Skipped = 4,
                Refused = 8,
                Unknown = 16,
                Cancelled = 32,
                Expired = 64,
                Delivered = 2,
                Read = 1,
            }.Chosen
        );
        Assert.All([new Tally { Refused = 1 }, new() { Unknown = 1 }, new() { Expired = 1 }], tally => Assert.True(tally.HasTrouble));
        Assert.False(
            new Tally
            {
                Waiting = 1,
                Accepted = 1,
                Skipped = 1,
                Cancelled = 1,
            }.HasTrouble
        );
    }

    private static SkipReason? Check(Customer customer, Content content) =>
        EligibilityRule.Check(Key, customer, [], Occasion(content: content));

    private static SkipReason? Check(Customer? customer, params SuppressionKind[] suppressed) =>
        EligibilityRule.Check(Key, customer, suppressed, Occasion());

    private static SendOccasion Occasion(ChannelLimits? limits = null, Content? content = null, Account? account = null) =>
        new(Sellers.Alone("me"), account ?? new Account(Key.Account, "store"), limits ?? Stub.Limits, content ?? Words, Now);
}
