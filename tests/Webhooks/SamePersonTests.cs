using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Who changes their number or id on WhatsApp is one customer afterwards, with all that was theirs, however WhatsApp tells
/// it.</summary>
public sealed class SamePersonTests
{
    private const string Old = "886900000001",
        New = "886900000002",
        OldScoped = "TW.old1",
        NewScoped = "TW.new1";
    private static readonly StaffMember Seller = new("s-1", "王店員", Role.Salesperson, "信義店");

    /// <summary>How they wrote before, what WhatsApp tells, how they write afterwards, and by which id they are known then.</summary>
    public static TheoryData<string, string, string, string> Changes =>
        new()
        {
            {
                $$""" "from":"{{Old}}" """,
                $$""" "from":"{{Old}}","system":{"type":"user_changed_number","body":"User Ann changed from {{Old}} to {{New}}","wa_id":"{{New}}"} """,
                $$""" "from":"{{New}}" """,
                New
            },
            {
                $$""" "from":"{{Old}}","from_user_id":"{{OldScoped}}" """,
                $$""" "system":{"type":"user_changed_user_id","body":"User Ann changed from {{OldScoped}} to {{NewScoped}}","wa_id":"{{New}}","user_id":"{{NewScoped}}"} """,
                $$""" "from":"{{New}}","from_user_id":"{{NewScoped}}" """,
                New
            },
            {
                $$""" "from":"{{Old}}","from_user_id":"{{OldScoped}}" """,
                $$""" "system":{"type":"user_changed_user_id","body":"User Ann changed from {{OldScoped}} to {{NewScoped}}","wa_id":"{{New}}"} """,
                $$""" "from":"{{New}}" """,
                New
            },
            {
                $$""" "from":"{{Old}}","from_user_id":"{{OldScoped}}" """,
                $$""" "system":{"type":"user_changed_user_id","body":"User Ann changed from {{OldScoped}} to {{NewScoped}}","user_id":"{{NewScoped}}"} """,
                $$""" "from_user_id":"{{NewScoped}}" """,
                NewScoped
            },
            {
                $$""" "from_user_id":"{{OldScoped}}" """,
                $$""" "system":{"type":"user_changed_user_id","body":"User Ann changed from {{OldScoped}} to {{NewScoped}}"} """,
                $$""" "from_user_id":"{{NewScoped}}" """,
                NewScoped
            },
            {
                $$""" "from_user_id":"{{OldScoped}}" """,
                $$""" "system":{"type":"user_changed_user_id","previous_user_id":"{{OldScoped}}","user_id":"{{NewScoped}}","wa_id":"{{New}}"} """,
                $$""" "from":"{{New}}","from_user_id":"{{NewScoped}}" """,
                New
            },
            {
                $$""" "from":"{{Old}}","from_user_id":"{{OldScoped}}" """,
                $$""" "from":"{{Old}}","system":{"type":"user_changed_number","previous_user_id":"{{OldScoped}}","user_id":"{{NewScoped}}","wa_id":"{{New}}"} """,
                $$""" "from_user_id":"{{NewScoped}}" """,
                New
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task All_that_was_theirs_is_theirs(string before, string told, string after, string known)
    {
        await using var webhooks = await WebhookFace.OpenAsync(more: TestAccounts.MetaSettings);
        await BecomesTheSellersAsync(webhooks, before);
        // Told twice, as happens, and the person writes on under the new id.
        var change = $$$""" "messages":[{"id":"w3","timestamp":"STAMP","type":"system",{{{told}}}}] """;
        for (var again = 0; again < 2; again++)
            Assert.Equal(200, await webhooks.WhatsAppAsync("messages", change));
        Assert.Equal(200, await webhooks.WhatsAppAsync("messages", Said("w4", after, "是我")));

        var customer = Customer(known);
        foreach (var other in new[] { Old, New, OldScoped, NewScoped }.Where(id => id != known))
        {
            var also = (await webhooks.Conversations.FindAsync(Customer(other)))?.Key;
            Assert.True(also is not { } key || key == customer, $"{other} is somebody else");
        }

        var found = (await webhooks.Conversations.FindAsync(customer))!;
        Assert.Equal((ConversationState.InProgress, Seller.Id, "是我"), (found.State, found.Assignee, found.LastText));
        Assert.Equal(["VIP"], found.Tags);
        Assert.NotNull(found.LastMessageAt);
        var lines = await webhooks.Conversations.TranscriptAsync(customer, 20);
        Assert.Equal(["早安", "取消訂閱", "是我"], lines.Where(line => line.Kind == MessageKind.Text).Select(line => line.Text));
        Assert.Single(lines, line => line.Details?.Event == SystemEvent.NumberChanged);
        var stopped = await webhooks.Get<Suppressions>().FindAsync([customer], default);
        Assert.Equal([SuppressionKind.Unsubscribed], stopped.GetValueOrDefault(customer));
        Assert.Equal(Seller.Id, (await webhooks.Get<Bindings>().FindAsync(customer, default))?.Staff);
    }

    private static CustomerKey Customer(string user) => new(TestAccounts.WhatsApp, user);

    /// <summary>Writes, opts out, is taken, tagged and linked.</summary>
    private static async Task BecomesTheSellersAsync(WebhookFace webhooks, string before)
    {
        await webhooks.Get<StaffDirectory>().ReplaceAsync([Seller], default);
        var first = Customer(before.Contains(Old, StringComparison.Ordinal) ? Old : OldScoped);
        Assert.Equal(200, await webhooks.WhatsAppAsync("messages", Said("w1", before, "早安")));
        Assert.Equal(200, await webhooks.WhatsAppAsync("messages", Said("w2", before, "取消訂閱")));
        Assert.Equal(Transition.Done, await webhooks.Conversations.TakeAsync(first, Seller.Id, TimeProvider.System.GetUtcNow()));
        await webhooks.Conversations.TagAsync(first, ["VIP"], []);
        await webhooks.Get<Bindings>().BindAsync(first, Seller, TimeProvider.System.GetUtcNow(), replace: true, default);
    }

    private static string Said(string id, string from, string words) =>
        $$$$""" "messages":[{"id":"{{{{id}}}}","timestamp":"STAMP",{{{{from}}}},"type":"text","text":{"body":"{{{{words}}}}"}}] """;
}
