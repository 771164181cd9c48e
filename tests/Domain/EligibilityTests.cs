using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Tests.Broadcast;

namespace OmoBroadcast.Tests.Domain;

public sealed class EligibilityTests
{
    private static readonly CustomerKey Key = new(new(ChannelId.Line, "U0"), "U1");
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
        Assert.Equal(SkipReason.InvalidId, Eligibility.Check(Key with { UserId = "?" }, Mine, [SuppressionKind.Blocked], "me", Stub.Limits));
    }

    [Fact]
    public void After_a_loss_of_the_present_only_suppression_speaks_against()
    {
        Assert.Null(Check(null));
        Assert.Equal(SkipReason.Unsubscribed, Check(null, SuppressionKind.Unsubscribed));
    }

    [Fact]
    public void Filters_choose_by_tag_age_and_name_together()
    {
        var now = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var customer = Mine with { Name = "王小美", Tags = ["VIP"], LastMessageAt = now.AddHours(-5) };
        Assert.True(new Audience { WithTag = "vip", MessageWithin = TimeSpan.FromHours(6), NameContains = "小美" }.Chooses(customer, now));
        Assert.False(new Audience { WithTag = "vip", MessageWithin = TimeSpan.FromHours(4) }.Chooses(customer, now));
        Assert.True(new Audience { MessageBefore = TimeSpan.FromHours(4) }.Chooses(customer, now));
        Assert.False(new Audience { WithoutTag = "VIP" }.Chooses(customer, now));
        Assert.False(new Audience { NameContains = "x" }.Chooses(customer with { Name = null }, now));
        Assert.False(new Audience { MessageWithin = TimeSpan.FromDays(1) }.Chooses(customer with { LastMessageAt = null }, now));
    }

    private static SkipReason? Check(Customer? customer, params SuppressionKind[] suppressed) => Eligibility.Check(Key, customer, suppressed, "me", Stub.Limits);
}
