using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What sending must do on Messenger and Instagram.</summary>
public abstract class PageSendingContract(PageSubject subject) : MetaSendingContract(subject)
{
    private readonly PageSubject subject = subject;

    [Theory]
    [InlineData(10, 2018278)]
    [InlineData(10, 2534022)]
    [InlineData(10, 2018108)]
    [InlineData(10, 2018300)]
    [InlineData(100, 2018001)]
    [InlineData(200, 1545041)]
    [InlineData(551, 0)]
    [InlineData(551, 1545041)]
    [InlineData(2534037, 0)]
    [InlineData(10, 2534037)]
    [InlineData(100, 2534025)]
    [InlineData(2, 2534001)]
    [InlineData(100, 1545041)]
    public async Task Who_cannot_be_reached_now_is_unreachable_and_nothing_more(int code, int subcode)
    {
        Platform.React = _ => new Reaction.Answer(400, Error(code, subcode));
        Assert.Equal(new SendOutcome.Unreachable(subcode == 0 ? $"{code}" : $"{code}/{subcode}", "words"), await SendAsync());
    }

    [Theory]
    [InlineData(10, 1893063)]
    [InlineData(2, 2018344)]
    [InlineData(100, 2534013)]
    [InlineData(200, 2534041)]
    [InlineData(2534029, 0)]
    [InlineData(1, 2534029)]
    [InlineData(100, 2534122)]
    [InlineData(2022, 0)]
    public async Task What_is_the_accounts_trouble_stops_the_account(int code, int subcode)
    {
        Platform.React = _ => new Reaction.Answer(400, Error(code, subcode));
        Assert.Equal(RefusalScope.Account, Assert.IsType<SendOutcome.Refused>(await SendAsync()).Scope);
    }

    public static TheoryData<int, int, int, SendOutcome> Special =>
        new()
        {
            { 400, 1, 1357046, new SendOutcome.Unknown("1/1357046 words") },
            { 400, 2, 0, new SendOutcome.Unavailable("words", "2", 3) },
            { 400, 2, 1545133, new SendOutcome.Unavailable("words", "2/1545133", 3) },
            { 400, 100, 2018008, new SendOutcome.Unavailable("words", "100/2018008", 2) },
            { 500, 100, 2534068, new SendOutcome.Refused(RefusalScope.Content, "100/2534068", "words") },
            { 500, 2, 1545133, new SendOutcome.Unknown("2/1545133 words") },
            { 400, 100, 2018074, new SendOutcome.MediaGone("100/2018074") },
            { 400, 10, 1893015, new SendOutcome.Unreachable("10/1893015", "words", SuppressionKind.Unsubscribed) },
            { 400, 100, 2018109, new SendOutcome.Refused(RefusalScope.Content, "100/2018109", "words") },
            { 400, 613, 0, new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace) },
            { 400, 613, 2018338, new SendOutcome.Throttled(TimeSpan.FromHours(1), ThrottleScope.Quota) },
            { 400, 80006, 0, new SendOutcome.Throttled(TimeSpan.FromMinutes(5), ThrottleScope.Pace) },
            { 400, 10, 99, new SendOutcome.Refused(RefusalScope.Account, "10/99", "words") },
        };

    [Theory]
    [MemberData(nameof(Special))]
    public async Task Some_codes_have_a_meaning_of_their_own(int status, int code, int subcode, SendOutcome outcome)
    {
        Platform.React = _ => new Reaction.Answer(status, Error(code, subcode));
        Assert.Equal(outcome, await SendAsync());
    }

    [Fact]
    public async Task A_template_is_none_of_its_messages()
    {
        var template = new OutboundMessage.Template("1", "sale", "en_US", [], "Sale!");
        Assert.Equal(
            RefusalScope.Content,
            Assert.IsType<SendOutcome.Refused>(await Channel.SendAsync(One() with { Content = new([template]) }, default)).Scope
        );
        Assert.Empty(Platform.Calls);
    }

    [Fact]
    public async Task A_profile_is_a_name()
    {
        var profiles = subject
            .Services(Platform.Address, TimeProvider.System)
            .GetServices<IProfiles>()
            .Single(one => one.Id == subject.Channel);
        var customer = new CustomerKey(subject.Account, subject.Recipient(7));
        Platform.React = _ => new Reaction.Answer(200, """{"name":" 小明 ","id":"1"}""");
        Assert.Equal(new Profile("小明", null), await profiles.FindAsync(customer, default));
        Assert.StartsWith($"/api/v25.0/{customer.UserId}?fields=name", Platform.Calls[0].Path, StringComparison.Ordinal);
        foreach (
            var reaction in new Reaction[]
            {
                new Reaction.Answer(400, Error(100, 33)),
                new Reaction.Answer(200, "<html>"),
                new Reaction.Answer(200, "{}"),
                new Reaction.Reset(),
                new Reaction.Answer(500, ""),
            }
        )
        {
            Platform.React = _ => reaction;
            Assert.Null(await profiles.FindAsync(customer, default));
        }

        Assert.Null(await profiles.FindAsync(customer with { UserId = "../../x" }, default));
    }

    [Fact]
    public void Media_weigh_as_much_as_keeps_them_to_eight_a_second()
    {
        Assert.Equal(1, Channel.Limits.Slots(new OutboundMessage.Text("a")));
        Assert.Equal(8, Channel.Limits.SinglePerSecond / Channel.Limits.Slots(File(MediaKind.Video)));
    }
}
