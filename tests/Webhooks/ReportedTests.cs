using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Statuses through the service's endpoint: written before they are acknowledged, and not lost while SQL is away.</summary>
public sealed class ReportedTests
{
    private const string Number = "106540352242922";
    private static readonly AccountKey Account = new(ChannelId.WhatsApp, Number);

    private static readonly (string, string)[] Settings =
    [
        .. TestAccounts.Meta(1, "whatsapp", Number),
        ("Omo:Accounts:1:AppId", "104729"),
        ("Omo:Accounts:1:Waba", "102290129340398"),
    ];

    [Fact]
    public async Task A_status_is_written_before_it_is_acknowledged_and_a_restriction_is_shown()
    {
        await using var webhooks = await WebhookFace.OpenAsync(more: Settings);
        var id = await LostAsync(webhooks);
        Assert.Equal(200, await webhooks.PostMetaAsync("whatsapp", Status("wamid.1", "delivered", new Correlation(id, 0))));
        Assert.Equal(DeliveryState.Accepted, (await webhooks.Get<Replies>().FindRequestAsync(id, default))!.State);

        Assert.Equal(
            200,
            await webhooks.PostMetaAsync(
                "whatsapp",
                Status("wamid.1", "failed", new Correlation(id, 0), ""","errors":[{"code":131026,"title":"x"}]""")
            )
        );
        Assert.Equal(DeliveryState.Accepted, (await webhooks.Get<Replies>().FindRequestAsync(id, default))!.State);
    }

    [Fact]
    public async Task While_SQL_is_away_statuses_wait_in_Redis_and_are_written_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var webhooks = await WebhookFace.OpenAsync(await server.CreateDatabaseAsync(), more: Settings);
        var id = await LostAsync(webhooks);
        await server.StopAsync();
        Assert.Equal(200, await webhooks.PostMetaAsync("whatsapp", Status("wamid.1", "read", new Correlation(id, 0))));
        await server.RestartAsync();
        await Until.TrueAsync(async () => (await webhooks.Get<Replies>().FindRequestAsync(id, default))!.State == DeliveryState.Accepted);
        // The row is settled a moment before the list is emptied.
        await Until.TrueAsync(async () =>
            !await webhooks.Get<WaitingReports>().DrainAsync(Account, _ => throw new TimeoutException("It still waits"), default)
        );
    }

    /// <summary>A request whose answer was lost.</summary>
    private static async Task<Guid> LostAsync(WebhookFace webhooks)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7();
        // The house's own lane finds no platform and puts it back: sooner or later this test claims it.
        await webhooks
            .Get<Replies>()
            .AddReplyAsync(
                NewRequest.Reply(id, new(Account, "886912345678"), new Content([new OutboundMessage.Text("您好")]), false, now.AddHours(1)),
                staffId: null,
                default
            );
        await Until.TrueAsync(async () =>
        {
            var claimed = await webhooks
                .Get<RequestQueue>()
                .ClaimAsync(
                    new(Account, RequestKind.Single, RequestClass.Reply),
                    1,
                    new("test", TimeSpan.FromMinutes(1), now.AddMinutes(10)),
                    default
                );
            if (claimed.Count == 0)
                return false;
            await webhooks
                .Get<Settlements>()
                .SettleAsync(
                    [new(claimed[0].Id, claimed[0].Epoch, SettledAs.Unknown, now, "unknown", Trail: new(Account, "886912345678", 1, 0))],
                    default
                );
            return true;
        });
        return id;
    }

    private static byte[] Status(string id, string status, Correlation of, string more = "") =>
        Encoding.UTF8.GetBytes(
            $$$"""{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"886255550199","phone_number_id":"{{{Number}}}"},"statuses":[{"id":"{{{id}}}","status":"{{{status}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","recipient_id":"886912345678","biz_opaque_callback_data":"{{{of}}}"{{{more}}} }] } }] }] }"""
        );
}
