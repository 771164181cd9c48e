using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A customer may say 取消訂閱 by a button, under a picture, to another responder: it counts, whichever platform tells it
/// how.</summary>
public sealed class WaysToStopTests : IAsyncLifetime
{
    private MetaHouse? opened;

    private MetaHouse Meta => opened!;

    public async ValueTask InitializeAsync() => opened = await MetaHouse.OpenAsync();

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
            await Meta.House.PostAsync(
                House.Event("1", House.User(1), """ "type":"postback","postback":{"data":"取消訂閱"} """),
                House.Event("2", House.User(2), """ "type":"postback","postback":{"data":"a=1","displayText":"取消訂閱"} """),
                House.Event("3", House.User(3), """ "type":"postback","postback":{"data":"a=取消訂閱"} """),
                House.Event(
                    "4",
                    House.User(4),
                    """ "type":"message","message":{"id":"m4","type":"file","fileName":"取消訂閱","fileSize":1} """
                ),
                House.Event(
                    "5",
                    House.User(5),
                    """ "type":"message","mode":"standby","message":{"id":"m5","type":"text","text":"取消訂閱"} """
                ),
                House.Event("6", House.User(6), """ "type":"postback","mode":"standby","postback":{"data":"取消訂閱"} """)
            )
        );
        Assert.Equal([true, true, false, false, true, true], await StoppedAsync([.. Enumerable.Range(1, 6).Select(House.Customer)]));
    }

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task By_a_button_of_Messenger_or_Instagram(string channel)
    {
        var account = channel == "messenger" ? MetaHouse.Messenger : MetaHouse.Ig;
        CustomerKey Customer(int number) => new(account, $"240000000000000{number}");
        (string Member, bool Standby, bool Stops)[] ways =
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
        for (var i = 0; i < ways.Length; i++)
            Assert.Equal(200, await Meta.PageAsync(account, Customer(i).UserId, ways[i].Member, ways[i].Standby));
        Assert.Equal(ways.Select(way => way.Stops), await StoppedAsync([.. Enumerable.Range(0, ways.Length).Select(Customer)]));

        // The first button of many a bot says START, and asks for no broadcasts.
        Assert.Equal(
            200,
            await Meta.PageAsync(
                account,
                Customer(0).UserId,
                """ "postback":{"mid":"p9","title":"Start","payload":"START"} """,
                at: TimeProvider.System.GetUtcNow().AddSeconds(1)
            )
        );
        Assert.Equal(
            200,
            await Meta.PageAsync(
                account,
                Customer(1).UserId,
                """ "postback":{"mid":"p10","title":"重新訂閱","payload":"X"} """,
                at: TimeProvider.System.GetUtcNow().AddSeconds(1)
            )
        );
        Assert.Equal([true, false], await StoppedAsync(Customer(0), Customer(1)));
    }

    [Fact]
    public async Task By_a_button_or_a_caption_of_WhatsApp_and_to_another_responder()
    {
        static CustomerKey Customer(int number) => new(MetaHouse.WhatsApp, $"88690000000{number}");
        (string Members, bool Stops)[] ways =
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
        for (var i = 0; i < ways.Length; i++)
            Assert.Equal(
                200,
                await Meta.WhatsAppAsync(
                    "messages",
                    $$$$""" "messages":[{"id":"w{{{{i}}}}","from":"{{{{Customer(i).UserId}}}}","timestamp":"STAMP",{{{{ways[i].Members}}}}}] """
                )
            );
        Assert.Equal(
            200,
            await Meta.WhatsAppAsync(
                "standby",
                $$$$"""
                "standby":{"messages":[{"id":"w8","from":"{{{{Customer(
                    8
                ).UserId}}}}","timestamp":"STAMP","type":"text","text":{"body":"取消訂閱"}}],
                  "statuses":[{"id":"w7","status":"failed","recipient_id":"{{{{Customer(
                    7
                ).UserId}}}}","timestamp":"STAMP","errors":[{"code":131050,"title":"Stopped"}]}]}
                """
            )
        );
        Assert.Equal([.. ways.Select(way => way.Stops), true, true], await StoppedAsync([.. Enumerable.Range(0, 9).Select(Customer)]));
    }

    private async Task<IReadOnlyList<bool>> StoppedAsync(params CustomerKey[] customers)
    {
        var found = await Meta.House.Get<Suppressions>().FindAsync(customers, default);
        return [.. customers.Select(customer => found.GetValueOrDefault(customer)?.Contains(SuppressionKind.Unsubscribed) == true)];
    }
}
