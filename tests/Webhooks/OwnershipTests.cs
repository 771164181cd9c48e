using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A conversation that another responder has on the platform is left out of broadcasts, and the preview says so.</summary>
public sealed class OwnershipTests : IAsyncLifetime
{
    private const string Taken = """ "take_thread_control":{"previous_owner_app_id":480021334455,"new_owner_app_id":"263902037430900"} """;
    private const string Passed =
        """ "pass_thread_control":{"previous_owner_app_id":"263902037430900","new_owner_app_id":"480021334455"} """;
    private static readonly StaffMember Seller = new("s-1", "王店員", Role.Salesperson, "信義店");
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private WebhookFace? opened;

    private WebhookFace Webhooks => opened!;

    public async ValueTask InitializeAsync()
    {
        opened = await WebhookFace.OpenAsync(more: TestAccounts.MetaSettings);
        await Webhooks.Get<StaffDirectory>().ReplaceAsync([Seller], default);
    }

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
            await opened.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_in_the_preview_and_holds_at_the_launch_whichever_platform_tells_it_how()
    {
        var (ours, theirs) = (new List<CustomerKey>(), new List<CustomerKey>());
        foreach (var account in new[] { TestAccounts.Messenger, TestAccounts.Instagram })
            await PageTellsAsync(account, ours, theirs);
        await WhatsAppTellsAsync(ours, theirs);

        var draft = await Webhooks.Get<Campaigns>().DraftAsync(Seller, Audience.All, "zh-TW", Now, default);
        draft = draft with { Content = new([new OutboundMessage.Text("hi")]) };
        var preview = await Webhooks.Get<Previewer>().PreviewAsync(draft, default);
        Assert.Equal([(SkipReason.OwnedElsewhere, (long)theirs.Count)], preview.WillNot.Select(left => (left.Reason, left.Count)));
        Assert.Equal("對話目前由平台上的其他系統處理", Phrases.Chinese.Of(preview.WillNot[0].Reason));
        var rows = new List<NewDelivery>();
        await foreach (var page in Webhooks.Get<LaunchPages>().ReadAsync(draft, null, default))
            rows.AddRange(page.Deliveries);
        Assert.Equal(
            Names(theirs),
            Names(rows.Where(row => row.Skip == SkipReason.OwnedElsewhere).Select(row => new CustomerKey(row.Account, row.UserId)))
        );
        Assert.Equal(Names(ours), Names(rows.Where(row => row.Skip is null).Select(row => new CustomerKey(row.Account, row.UserId))));
    }

    /// <summary>By standby, and by taking and passing the thread; with words of its own it is ours again.</summary>
    private async Task PageTellsAsync(AccountKey account, List<CustomerKey> ours, List<CustomerKey> theirs)
    {
        ours.Add(await HisAsync(account, "2400000000000001"));
        theirs.Add(await HisAsync(account, "2400000000000002"));
        await PageAsync(theirs[^1], Said("m2"), 1, standby: true);
        theirs.Add(await HisAsync(account, "2400000000000003"));
        await PageAsync(theirs[^1], Taken, 1);
        ours.Add(await HisAsync(account, "2400000000000004"));
        await PageAsync(ours[^1], Taken, 1);
        await PageAsync(ours[^1], account == TestAccounts.Messenger ? Passed : """ "pass_thread_control":{"metadata":""} """, 2);
        ours.Add(await HisAsync(account, "2400000000000005"));
        await PageAsync(ours[^1], Said("m5"), 1, standby: true);
        await PageAsync(ours[^1], Said("m6"), 2);
    }

    /// <summary>By standby, and by a handover.</summary>
    private async Task WhatsAppTellsAsync(List<CustomerKey> ours, List<CustomerKey> theirs)
    {
        ours.Add(await HisAsync(TestAccounts.WhatsApp, "886900000001"));
        theirs.Add(await HisAsync(TestAccounts.WhatsApp, "886900000002"));
        Assert.Equal(
            200,
            await Webhooks.WhatsAppAsync(
                "standby",
                """ "standby":{"messages":[{"id":"w2","from":"886900000002","timestamp":"STAMP","type":"text","text":{"body":"hi"}}]} """
            )
        );
        theirs.Add(await HisAsync(TestAccounts.WhatsApp, "886900000003"));
        Assert.Equal(
            200,
            await Webhooks.WhatsAppAsync(
                "messaging_handovers",
                $$$""" "recipient":{"phone_number_id":"{{{TestAccounts.NumberId}}}"},"sender":{"phone_number":"886900000003"},"timestamp":"STAMP","type":"control_taken","control_taken":{} """
            )
        );
    }

    [Fact]
    public async Task In_whatever_order_it_is_told_the_last_sign_holds_and_a_day_of_silence_ends_it()
    {
        (string Member, bool Standby, int Second)[] told =
        [
            (Said("a"), false, 1),
            (Said("b"), true, 2),
            (Passed, false, 3),
            (Taken, false, 4),
            (Said("c"), false, 5),
            (Said("d"), true, 6),
        ];
        var orders = 0;
        foreach (var order in Orders([.. Enumerable.Range(0, told.Length)]).Where((_, i) => i % 24 == 0))
        {
            var customer = new CustomerKey(TestAccounts.Messenger, $"{2_500_000_000_000_000 + orders++}");
            foreach (var (member, standby, second) in order.Select(at => told[at]))
                await PageAsync(customer, member, second, standby);
            var found = (await Webhooks.Conversations.FindAsync(customer))!;
            Assert.Equal(Now.AddSeconds(6).ToUnixTimeMilliseconds(), found.ElsewhereAt?.ToUnixTimeMilliseconds());
            Assert.True(found.IsElsewhere(Now));
            Assert.False(found.IsElsewhere(Now.AddHours(25)));
        }

        Assert.Equal(30, orders);
    }

    private static string Said(string id) => $$$""" "message":{"mid":"{{{id}}}.MID","text":"hi"} """;

    private static IEnumerable<string> Names(IEnumerable<CustomerKey> customers) =>
        customers.Select(customer => customer.ToString()).Order(StringComparer.Ordinal);

    private static IEnumerable<List<int>> Orders(List<int> left) =>
        left.Count == 0
            ?
            [
                [],
            ]
            : left.SelectMany(first => Orders([.. left.Where(one => one != first)]).Select(rest => new List<int>([first, .. rest])));

    private async Task PageAsync(CustomerKey customer, string member, int second, bool standby = false) =>
        Assert.Equal(
            200,
            await Webhooks.PageAsync(
                customer.Account,
                customer.UserId,
                member.Replace("MID", customer.UserId, StringComparison.Ordinal),
                standby,
                Now.AddSeconds(second)
            )
        );

    /// <summary>Somebody who has just written to us, and whose conversation the seller has in hand.</summary>
    private async Task<CustomerKey> HisAsync(AccountKey account, string user)
    {
        var customer = new CustomerKey(account, user);
        if (account == TestAccounts.WhatsApp)
            Assert.Equal(
                200,
                await Webhooks.WhatsAppAsync(
                    "messages",
                    $$$$""" "messages":[{"id":"w.{{{{user}}}}","from":"{{{{user}}}}","timestamp":"{{{{Now.ToUnixTimeSeconds() - 5}}}}","type":"text","text":{"body":"hi"}}] """
                )
            );
        else
            await PageAsync(customer, Said("m1"), 0);
        Assert.Equal(Transition.Done, await Webhooks.Conversations.TakeAsync(customer, Seller.Id, TimeProvider.System.GetUtcNow()));
        return customer;
    }
}
