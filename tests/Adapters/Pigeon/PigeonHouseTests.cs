using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Broadcast;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>The whole service with a channel that it has never heard of: what its folder hands over is enough everywhere.</summary>
public sealed class PigeonHouseTests
{
    private static readonly AccountKey Account = new(PigeonTraits.Id, "loft-7");
    private static readonly CustomerKey Customer = new(Account, "coo-1");

    [Fact]
    public async Task A_letter_comes_in_by_its_path_and_a_broadcast_goes_out_and_is_settled()
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, "{\"letter\":\"p1\"}") };
        await using var webhooks = await OpenAsync(platform);
        Assert.Equal(200, await PostAsync(webhooks, "/webhooks/pigeon/loft-7"));
        Assert.Equal("coo", Assert.Single(await webhooks.Conversations.TranscriptAsync(Customer, 10)).Text);

        var delivery = await SendAsync(webhooks);
        Assert.Equal(DeliveryState.Accepted, delivery.State);
        var call = Assert.Single(platform.Calls);
        Assert.Equal("/api/letters", call.Path);
        Assert.Equal($"Bearer {ContractSubject.AccessToken}", call.Headers["Authorization"]);
        Assert.Equal("{\"to\":\"coo-1\",\"ring\":\"abc\",\"words\":[\"New seeds\"]}", call.Text);
    }

    [Fact]
    public async Task A_path_below_its_address_is_there_for_a_channel_that_wants_it_and_for_no_other()
    {
        await using var platform = new ScriptedPlatform();
        await using var webhooks = await OpenAsync(platform);
        Assert.Equal(404, await PostAsync(webhooks, "/webhooks/pigeon/loft-8"));
        Assert.Equal(404, await PostAsync(webhooks, "/webhooks/pigeon"));
        Assert.Equal(404, await PostAsync(webhooks, "/webhooks/line/loft-7"));
        Assert.Equal(404, await PostAsync(webhooks, "/webhooks/owl/loft-7"));
        Assert.Equal(401, await PostAsync(webhooks, "/webhooks/line"));
    }

    [Fact]
    public async Task What_it_refuses_is_explained_in_both_languages_and_cards_call_it_by_its_name()
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(422, "{\"error\":\"E42\"}") };
        await using var webhooks = await OpenAsync(platform);
        Assert.Equal(200, await PostAsync(webhooks, "/webhooks/pigeon/loft-7"));
        var delivery = await SendAsync(webhooks);
        Assert.Equal((DeliveryState.Refused, "E42"), (delivery.State, delivery.Code));
        Assert.Equal("The letter is too heavy for a pigeon: shorten it (code E42)", Phrases.English.Why(delivery, 100));
        Assert.Equal("信件太重，鴿子飛不動：請縮短內容（代碼 E42）", Phrases.Chinese.Why(delivery, 100));
        Assert.Contains("too heavy", new DeliveryRows(Phrases.English, 1, []).Lines(delivery)[0].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("Pigeon Post", "飛鴿傳書"), (Phrases.English.Channel(Account.Channel), Phrases.Chinese.Channel(Account.Channel)));
    }

    [Fact]
    public void What_it_carries_and_its_links_are_known()
    {
        // As its composition does, which this test may come before.
        ChannelCatalog.Add(PigeonTraits.Value);
        var strict = new Capabilities(sameEverywhere: false);
        Assert.True(strict.Allows(Account.Channel, MessageSort.Text, Surface.Desktop));
        Assert.True(strict.Allows(Account.Channel, MessageSort.Image, Surface.Phone));
        Assert.False(strict.Allows(Account.Channel, MessageSort.Image, Surface.Desktop));
        Assert.False(Capabilities.Carries(Account.Channel, MessageSort.Template));
        Assert.Equal("https://pigeon.example/123456?say=%23A", Roster().Account(Account).Link("#A")!.AbsoluteUri);
    }

    [Fact]
    public void Its_own_settings_are_checked_beside_all_others()
    {
        var wrong = Assert.Throws<OptionsValidationException>(() =>
            Roster(("Omo:Accounts:1:Ring", "abcd"), ("Omo:Accounts:1:Handle", "loft"))
        );
        Assert.Equal(["Omo:Accounts:1:Ring is not three letters", "Omo:Accounts:1:Handle is no loft number of six digits"], wrong.Failures);
    }

    private static Roster Roster(params (string Key, string Value)[] instead) =>
        PigeonSubject.Roster(
            TimeProvider.System,
            PigeonSubject
                .Settings(1, Account.Id, new("http://127.0.0.1:9"), "plume")
                .Where(setting => !instead.Any(other => other.Key == setting.Key))
                .Concat(instead)
        );

    private static Task<WebhookFace> OpenAsync(ScriptedPlatform platform) =>
        WebhookFace.OpenAsync(more: [.. PigeonSubject.Settings(1, Account.Id, platform.Address, "plume")]);

    private static async Task<int> PostAsync(WebhookFace webhooks, string route)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var letters = new object[]
        {
            new
            {
                letter = "l1",
                from = Customer.UserId,
                at = now,
                words = "coo",
            },
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(new { letters });
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = new ByteArrayContent(body) };
        request.Headers.Add(PigeonWebhook.Header, PigeonWebhook.Sign(body, Encoding.UTF8.GetBytes("plume")));
        using var response = await webhooks.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task<Delivery> SendAsync(WebhookFace webhooks)
    {
        await webhooks.Conversations.TakeAsync(Customer, CampaignRows.Sender, TimeProvider.System.GetUtcNow());
        var ledger = webhooks.Get<DeliveryReports>();
        var campaign = await CampaignRows.SendAsync(
            webhooks.Get<Campaigns>(),
            webhooks.Get<LaunchWriter>(),
            Account,
            ["New seeds"],
            [Customer.UserId]
        );
        await webhooks.Get<Nudges>().SendAsync(Topics.Work(Account));
        await Until.TrueAsync(async () => (await ledger.TallyAsync(campaign, default)).Waiting == 0);
        return Assert.Single(await ledger.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 10, default));
    }
}
