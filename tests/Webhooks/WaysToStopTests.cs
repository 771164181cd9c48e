using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A customer may say 取消訂閱 by a button, under a picture, to another responder: it counts, whichever platform tells it
/// how.</summary>
public sealed class WaysToStopTests : IAsyncLifetime
{
    private WebhookFace? opened;

    private WebhookFace Webhooks => opened!;

    public async ValueTask InitializeAsync() => opened = await WebhookFace.OpenAsync(more: TestAccounts.MetaSettings);

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
            await opened.DisposeAsync();
    }

    [Fact]
    public async Task By_a_button_of_LINE()
    {
        Assert.Equal(
            200,
            await Webhooks.PostAsync(
                LineJson.Event("1", LineJson.User(1), """ "type":"postback","postback":{"data":"取消訂閱"} """),
                LineJson.Event("2", LineJson.User(2), """ "type":"postback","postback":{"data":"a=1","displayText":"取消訂閱"} """),
                LineJson.Event("3", LineJson.User(3), """ "type":"postback","postback":{"data":"a=取消訂閱"} """),
                LineJson.Event(
                    "4",
                    LineJson.User(4),
                    """ "type":"message","message":{"id":"m4","type":"file","fileName":"取消訂閱","fileSize":1} """
                ),
                LineJson.Event(
                    "5",
                    LineJson.User(5),
                    """ "type":"message","mode":"standby","message":{"id":"m5","type":"text","text":"取消訂閱"} """
                ),
                LineJson.Event("6", LineJson.User(6), """ "type":"postback","mode":"standby","postback":{"data":"取消訂閱"} """)
            )
        );
        Assert.Equal([true, true, false, false, true, true], await StoppedAsync([.. Enumerable.Range(1, 6).Select(LineJson.Customer)]));
    }

    /// <summary>Members of an item of Messenger's or Instagram's, whether it comes in standby, and whether it stops broadcasts.</summary>
    private static readonly (string Member, bool Standby, bool Stops)[] OnPages =
    [
        (""" "postback":{"mid":"p1","title":"取消訂閱","payload":"X"} """, false, true),
        (""" "postback":{"mid":"p2","title":"不再收到","payload":"STOP"} """, false, true),
        (""" "postback":{"mid":"p3","title":"取消訂閱"} """, true, true),
        (""" "message":{"mid":"m4","text":"取消訂閱","quick_reply":{"payload":"X"}} """, false, true),
        (
            """ "message":{"mid":"m5","text":"取消訂閱","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a"}}]} """,
            false,
            true
        ),
        (""" "message":{"mid":"m6","text":"取消訂閱"} """, true, true),
        (
            """ "message":{"mid":"m7","attachments":[{"type":"file","title":"取消訂閱","payload":{"url":"https://cdn.example/a"}}]} """,
            false,
            false
        ),
        (""" "postback":{"mid":"p8","title":"看新品","payload":"NEW"} """, false, false),
    ];

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task By_a_button_of_Messenger_or_Instagram(string channel)
    {
        var account = channel == "messenger" ? TestAccounts.Messenger : TestAccounts.Instagram;
        CustomerKey Customer(int number) => new(account, $"240000000000000{number}");
        for (var i = 0; i < OnPages.Length; i++)
            Assert.Equal(200, await Webhooks.PageAsync(account, Customer(i).UserId, OnPages[i].Member, OnPages[i].Standby));
        Assert.Equal(OnPages.Select(way => way.Stops), await StoppedAsync([.. Enumerable.Range(0, OnPages.Length).Select(Customer)]));

        // The first button of many a bot says START, and asks for no broadcasts.
        var later = TimeProvider.System.GetUtcNow().AddSeconds(1);
        const string Start = """ "postback":{"mid":"p9","title":"Start","payload":"START"} """,
            Again = """ "postback":{"mid":"p10","title":"重新訂閱","payload":"X"} """;
        Assert.Equal(200, await Webhooks.PageAsync(account, Customer(0).UserId, Start, at: later));
        Assert.Equal(200, await Webhooks.PageAsync(account, Customer(1).UserId, Again, at: later));
        Assert.Equal([true, false], await StoppedAsync(Customer(0), Customer(1)));
    }

    /// <summary>Members of a message of WhatsApp's, and whether it stops broadcasts.</summary>
    private static readonly (string Members, bool Stops)[] OnWhatsApp =
    [
        (""" "type":"button","button":{"payload":"p","text":"取消訂閱"} """, true),
        (""" "type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b","title":"STOP"}} """, true),
        (
            """ "type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"b","title":"取消訂閱","description":"不再收到"}} """,
            true
        ),
        (""" "type":"image","image":{"id":"7","caption":"取消訂閱"} """, true),
        (""" "type":"document","document":{"id":"7","filename":"a.pdf","caption":"取消訂閱"} """, true),
        (""" "type":"document","document":{"id":"7","filename":"取消訂閱"} """, false),
        (""" "type":"contacts","contacts":[{"name":{"formatted_name":"STOP"}}] """, false),
    ];

    [Fact]
    public async Task By_a_button_or_a_caption_of_WhatsApp()
    {
        for (var i = 0; i < OnWhatsApp.Length; i++)
            Assert.Equal(
                200,
                await Webhooks.WhatsAppAsync(
                    "messages",
                    $$$$""" "messages":[{"id":"w{{{{i}}}}","from":"{{{{OfWhatsApp(i).UserId}}}}","timestamp":"STAMP",{{{{OnWhatsApp[i].Members}}}}}] """
                )
            );
        Assert.Equal(
            OnWhatsApp.Select(way => way.Stops),
            await StoppedAsync([.. Enumerable.Range(0, OnWhatsApp.Length).Select(OfWhatsApp)])
        );
    }

    [Fact]
    public async Task On_WhatsApp_to_another_responder_and_by_what_the_platform_says_of_a_message()
    {
        const string Standby = """
            "standby":{"messages":[{"id":"w8","from":"886900000008","timestamp":"STAMP","type":"text","text":{"body":"取消訂閱"}}],
              "statuses":[{"id":"w7","status":"failed","recipient_id":"886900000007","timestamp":"STAMP","errors":[{"code":131050,"title":"Stopped"}]}]}
            """;
        Assert.Equal(200, await Webhooks.WhatsAppAsync("standby", Standby));
        Assert.Equal([true, true, false], await StoppedAsync(OfWhatsApp(7), OfWhatsApp(8), OfWhatsApp(9)));
    }

    private static CustomerKey OfWhatsApp(int number) => new(TestAccounts.WhatsApp, $"88690000000{number}");

    private async Task<IReadOnlyList<bool>> StoppedAsync(params CustomerKey[] customers)
    {
        var found = await Webhooks.Get<Suppressions>().FindAsync(customers, default);
        return [.. customers.Select(customer => found.GetValueOrDefault(customer)?.Contains(SuppressionKind.Unsubscribed) == true)];
    }
}
