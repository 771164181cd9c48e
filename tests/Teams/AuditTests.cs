using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>稽核 as an administrator reads it: in sentences, without ids.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    private static IEnumerable<string> Acts =>
        Verbs.All.Where(verb => verb.Kind != VerbKind.View).Select(verb => verb.Name).Append("media.attach");

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public void Every_act_has_its_sentence()
    {
        var told = new AuditSentences(Phrases.English, new([], false), 30);
        foreach (var act in Acts)
        {
            Assert.True(Phrases.Chinese.Has($"Did_{act}") && Phrases.English.Has($"Did_{act}"), act);
            var sentence = told.Of(new(1, Start, "x", "Wang", act, "", AuditOutcome.Done));
            Assert.StartsWith("**Wang** ", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(act, sentence, StringComparison.Ordinal);
        }
        Assert.Equal(
            "**Wang** used a function of an earlier version",
            told.Of(new(1, Start, "x", "Wang", "old.verb", "", AuditOutcome.Done))
        );
    }

    [Fact]
    public async Task Who_took_whose_conversation_and_who_was_given_it_is_told_in_a_sentence()
    {
        var customer = await open.Customers.WriteAsync("嗨");
        await CalledAsync(customer, "Hua");
        await PressAsync(Staff.Seller, Verbs.PendingTake, ("customer", customer.ToString()));
        await PressAsync(Staff.Seller, Verbs.ConversationPass, ("customer", customer.ToString()), ("colleague", Staff.Other.Id));

        var card = (await Teams.SayAsync(Staff.Administrator, "稽核")).Card!;
        var said = card["body"]!.ToJsonString();
        Assert.Contains($"{Staff.Seller.Name}** took Hua", Decoded(card), StringComparison.Ordinal);
        Assert.Contains(
            $"{Staff.Seller.Name}** transferred Hua’s conversation to {Staff.Other.Name}",
            Decoded(card),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(customer.UserId, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Verbs.PendingTake, said, StringComparison.Ordinal);
        var lines = await Teams.Get<AuditLog>().PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.ConversationPass }, null, 1, default);
        Assert.Equal($"to:{Staff.Other.Id} {customer}", lines[0].Target);
    }

    [Fact]
    public async Task Somebody_is_found_by_typing_by_an_administrator_alone()
    {
        var found = await Teams.SearchAsync(Staff.Administrator, Lookup.Staff, "李");
        Assert.Contains(Staff.Other.Id, found.ToJsonString(), StringComparison.Ordinal);
        var refused = await Teams.SearchAsync(Staff.Seller, Lookup.Staff, "李");
        Assert.DoesNotContain(Staff.Other.Id, refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "the WhatsApp customer …678")]
    [InlineData("\u3164", "the WhatsApp customer …678")]
    [InlineData("Amy 0912-345-678", "Amy …678")]
    [InlineData("Amy", "Amy")]
    public void Of_a_telephone_number_the_end_is_shown(string? name, string shown)
    {
        CustomerKey key = new(new(ChannelId.WhatsApp, "1065"), "886912345678");
        var page = new AuditPage([], false) { Customers = new Dictionary<CustomerKey, Customer> { [key] = new(key) { Name = name } } };
        var sentence = new AuditSentences(Phrases.English, page, 30).Of(
            new(1, Start, "x", "Wang", Verbs.ConversationReply, key.ToString(), AuditOutcome.Done)
        );
        Assert.Equal($"**Wang** replied to {shown}", sentence);
    }

    [Theory]
    [InlineData(CampaignState.Draft, null, false)]
    [InlineData(CampaignState.Cancelled, null, false)]
    [InlineData(CampaignState.Cancelled, 3, true)]
    [InlineData(CampaignState.Done, 3, true)]
    public void Words_of_a_broadcast_are_shown_once_it_was_promised(CampaignState state, int? promised, bool shown)
    {
        var campaign = new Campaign
        {
            Id = 7,
            Sender = "x",
            Store = "",
            State = state,
            Version = 1,
            Audience = Audience.All,
            Content = new([new OutboundMessage.Text("secret sale")]),
            Locale = "en",
            CreatedAt = Start,
            Promised = promised,
        };
        var page = new AuditPage([], false) { Broadcasts = new Dictionary<long, Campaign> { [7] = campaign } };
        var sentence = new AuditSentences(Phrases.English, page, 30).Of(
            new(1, Start, "x", "Wang", Verbs.BroadcastCancel, "campaign 7", AuditOutcome.Done)
        );
        Assert.Equal(shown, sentence.Contains("secret sale", StringComparison.Ordinal));
    }

    private Task<JsonObject> PressAsync(StaffMember who, Verb verb, params (string Id, string Value)[] fields)
    {
        var button = Card.Button(verb, "");
        foreach (var (id, value) in fields)
            button["data"]![id] = value;
        return Teams.PressAsync(who, button, "m1");
    }

    private Task CalledAsync(CustomerKey customer, string name) => Teams.Get<Conversations>().SetProfileAsync(customer, new(name, "en"));

    private static string Decoded(JsonObject card) => card.ToJsonString(Plain);

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
