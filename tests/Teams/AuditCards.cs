using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The card of the audit log, to be looked at by <see cref="CardTests"/>.</summary>
internal static class AuditCards
{
    private static readonly StaffMember Manager = new("22222222-2222-4222-8222-222222222222", "黃經理", Role.Manager, "信義店");
    private static readonly CustomerKey Amy = new(CardTests.Shop, "U0123456789abcdef0123456789abcdef"),
        Number = new(new(ChannelId.WhatsApp, "1065"), "886912345678");

    public static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        var page = new AuditPage(
            [
                Line(9, CardTests.Me, Verbs.PendingTake, new() { Customers = [Amy] }),
                Line(8, CardTests.Me, Verbs.ConversationPass, new() { Customers = [Amy], To = Manager.Id }, AuditOutcome.Refused),
                Line(7, Manager, Verbs.BroadcastApprove, new() { Campaign = 42 }),
                Line(6, CardTests.Me, Verbs.BroadcastSend, new() { Campaign = 42 }, AuditOutcome.Begun),
                Line(5, CardTests.Me, Verbs.ConversationReply, new() { Customers = [Number] }, AuditOutcome.Failed),
                Line(4, CardTests.Me, Verbs.SavedKeep, new() { Saved = 7 }),
                Line(10, CardTests.Me, Verbs.BroadcastCompose, new() { Campaign = 43 }),
                Line(3, CardTests.Me with { Id = "gone", Name = "" }, Verbs.SettingsDuty, new()),
            ],
            true
        )
        {
            Staff = [CardTests.Me, Manager],
            Customers = new Dictionary<CustomerKey, Customer> { [Amy] = new(Amy) { Name = "Amy *Lin*" } },
            Broadcasts = new Dictionary<long, Campaign> { [42] = Sent(CampaignState.Done), [43] = Sent(CampaignState.Draft) },
            Saved = new Dictionary<long, string> { [7] = "歡迎 *光臨*" },
        };
        yield return ("audit", AuditCard.Draw(phrases, page, AuditQuery.Usual));
        yield return ("audit-filtered", AuditCard.Draw(phrases, page, AuditQuery.Usual with { Person = Manager.Id }));
        yield return ("audit-none", AuditCard.Draw(phrases, new([], false) { Staff = page.Staff }, AuditQuery.Usual));
    }

    // A number in it is not told in full, and of a draft nothing is.
    private static Campaign Sent(CampaignState state) =>
        CardTests.Draft() with
        {
            State = state,
            Content = new([new OutboundMessage.Text("{{customer_name}} 請洽 0912-345-678，週末 *全館* 八折")]),
        };

    /// <param name="longs">A text of that length, of whatever is longest on the wire.</param>
    public static IEnumerable<(string, JsonObject)> Largest(Phrases phrases, Func<int, string> longs)
    {
        var staff = Enumerable
            .Range(0, 200)
            .Select(i => new StaffMember($"11111111-1111-4111-8111-{i:x12}", longs(100), Role.Salesperson, longs(60)))
            .ToList();
        CustomerKey[] customers = [.. Enumerable.Range(0, 20).Select(i => new CustomerKey(CardTests.Shop, $"{i}{longs(30)}"))];
        var target = new AuditTarget { Customers = customers, To = staff[1].Id };
        var page = new AuditPage(
            [.. Enumerable.Range(0, AuditCard.PageSize).Select(i => Line(i, staff[0], Verbs.MinePassTo, target, AuditOutcome.Begun))],
            true
        )
        {
            Staff = staff,
            Customers = customers.ToDictionary(key => key, key => new Customer(key) { Name = longs(400) }),
        };
        yield return ("audit", AuditCard.Draw(phrases, page, AuditQuery.Usual with { Person = staff[150].Id, Part = 2 }));
    }

    private static AuditLine Line(long id, StaffMember who, string act, AuditTarget target, AuditOutcome outcome = AuditOutcome.Done) =>
        new(id, CardTests.Now.AddMinutes(id), who.Id, who.Name, act, target.ToString(), outcome);
}
