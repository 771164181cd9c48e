using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What customers send besides words, from the platform's post to the conversation.</summary>
public sealed class KindsTests : IAsyncLifetime
{
    private WebhookFace? opened;

    private WebhookFace Webhooks => opened!;

    public async ValueTask InitializeAsync() => opened = await WebhookFace.OpenAsync(more: TestAccounts.MetaSettings);

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
            await opened.DisposeAsync();
    }

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task What_stands_on_a_button_is_said_and_waits_for_an_answer(string channel)
    {
        var account = channel == "messenger" ? TestAccounts.Messenger : TestAccounts.Instagram;
        var (pressed, standby) = (new CustomerKey(account, "2400000000000001"), new CustomerKey(account, "2400000000000002"));
        Assert.Equal(
            200,
            await Webhooks.PageAsync(
                account,
                pressed.UserId,
                """ "postback":{"mid":"p1","title":"營業時間？","payload":"HOURS","referral":{"ref":"r","source":"ADS","ad_id":"7"}} """
            )
        );
        Assert.Equal(
            200,
            await Webhooks.PageAsync(account, standby.UserId, """ "postback":{"mid":"p2","title":"營業時間？"} """, standby: true)
        );

        var found = (await Webhooks.Conversations.FindAsync(pressed))!;
        Assert.Equal((ConversationState.Pending, "營業時間？"), (found.State, found.LastText));
        Assert.NotNull(found.WaitingSince);
        var lines = await Webhooks.Conversations.TranscriptAsync(pressed, 10);
        Assert.Equal([(MessageKind.Button, "營業時間？"), (MessageKind.System, null)], lines.Select(line => (line.Kind, line.Text)));
        Assert.Equal(ReferralSource.Ad, lines[1].Details?.Referral?.Source);
        var theirs = (await Webhooks.Conversations.FindAsync(standby))!;
        Assert.Equal((ConversationState.Closed, (DateTimeOffset?)null), (theirs.State, theirs.LastMessageAt));
    }

    [Fact]
    public async Task Each_of_several_attachments_is_kept_and_what_is_answered_is_found()
    {
        var customer = new CustomerKey(TestAccounts.Messenger, "2400000000000003");
        Assert.Equal(
            200,
            await Webhooks.PageAsync(
                customer.Account,
                customer.UserId,
                """ "message":{"mid":"m1","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a"}},{"type":"video","payload":{"url":"https://cdn.example/b"}},{"type":"image","payload":{"url":"https://cdn.example/c"}}]} """
            )
        );
        Assert.Equal(
            200,
            await Webhooks.PageAsync(
                customer.Account,
                customer.UserId,
                """ "message":{"mid":"m2","text":"第二張","reply_to":{"mid":"m1"}} """,
                at: TimeProvider.System.GetUtcNow().AddSeconds(1)
            )
        );
        var lines = await Webhooks.Conversations.TranscriptAsync(customer, 10);
        Assert.Equal(["https://cdn.example/a", "https://cdn.example/b", "https://cdn.example/c"], lines[0].Media.Select(media => media.At));
        Assert.Equal(lines[0], lines[1].Quoted);
    }

    [Fact]
    public async Task Who_calls_on_WhatsApp_is_a_customer_whose_window_is_open()
    {
        Assert.Equal(
            200,
            await Webhooks.WhatsAppAsync(
                "calls",
                """ "calls":[{"id":"wacid.1","from":"886900000001","to":"886221234567","event":"connect","timestamp":"STAMP","direction":"USER_INITIATED"}] """
            )
        );
        Assert.Equal(
            200,
            await Webhooks.WhatsAppAsync(
                "calls",
                """ "calls":[{"id":"wacid.2","from":"886221234567","to":"886900000002","event":"terminate","timestamp":"STAMP","direction":"BUSINESS_INITIATED","status":"FAILED"}] """
            )
        );
        var found = (await Webhooks.Conversations.FindAsync(new(TestAccounts.WhatsApp, "886900000001")))!;
        Assert.Equal(ConversationState.Pending, found.State);
        Assert.NotNull(found.LastMessageAt);
        Assert.Null((await Webhooks.Conversations.FindAsync(new(TestAccounts.WhatsApp, "886900000002")))?.LastMessageAt);
    }
}
