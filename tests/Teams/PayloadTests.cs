using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What buttons carry: written and read in one place, and read with bounds, since anybody could have written it.</summary>
public sealed class PayloadTests
{
    private static readonly CustomerKey Customer = new(new(ChannelId.Line, "U1"), "u1");

    [Fact]
    public void What_a_button_carries_is_read_as_it_was_written()
    {
        Same(new CustomerTarget(Customer, 20));
        Same(new StaffTarget("somebody", 10));
        Same(new SuppressionForm(Customer, Guid.NewGuid(), Sure: true));
        Same(new CampaignTarget(7, 3));
        Same(new LeftTarget(7, SkipReason.NotMine, 40));
        Same(new LeftTarget(7, null, 40, Receivers: true));
        Same(new MessageTarget(new(7, 3), 2));
        Same(new ScheduleForm(new(7, 3), Now: true) { Date = "2026-12-03", Time = "14:00" });
        Same(new RetryTarget(7, Doubtful: true));
        Same(
            new RecipientsForm(7)
            {
                State = "Refused",
                Name = "a",
                Skip = 20,
            }
        );
        Same(new TemplateTarget(new(7, 3), "name", "zh_TW"));
        Same(new AuditQuery("somebody", 30, 99));
        Same(new QuarantineTarget(5));
        Same(new QuarantineTarget(null));
        Same(new DutyTarget(true));
    }

    [Fact]
    public void What_cannot_be_what_it_says_is_nothing()
    {
        var odd = new CardData(
            new Dictionary<string, string>
            {
                [Field.Customer] = "nobody",
                [Field.Campaign] = "-1",
                [Field.Version] = "99999999999",
                [Field.Skip] = "2147483647",
                [Field.Reason] = "77",
                [Field.Days] = "3",
                [Field.Scope] = new('w', 101),
                [Field.Customers] = $"{Customer},nobody",
            }
        );
        Assert.Null(CustomerTarget.Read(odd).Customer);
        Assert.Equal(new CampaignTarget(0, 0), CampaignTarget.Read(odd));
        Assert.InRange(ListPage.Read(odd).From, 0, 1_000_000_000);
        Assert.Null(LeftTarget.Read(odd).Reason);
        Assert.Equal(AuditQuery.Usual.Days, AuditQuery.Read(odd).Days);
        Assert.Null(ScopeTarget.Read(odd).Scope);
        Assert.Null(PassForm.Read(odd).Customers);
    }

    [Fact]
    public void What_draws_a_card_anew_comes_back_as_it_was_kept()
    {
        var asked = Verbs.MineOpen.Asking(new(Customer));
        var back = CardQuery.Read(asked.Write())!;
        Assert.Equal(("mine.open", (CustomerKey?)Customer), (back.Verb, back.Customer));
        Assert.Equal("mine.open\nskip\n10", Verbs.MineOpen.Asking(new(null, 10)).Write());
        Assert.Null(CardQuery.Read(""));
        // Also what was written on several lines, and by whoever writes signs that are ours.
        var words = new AskedForm("", Guid.NewGuid(), "a\nb\\n\\\\c\0\n\n") { To = Customer };
        var again = AskedForm.Read(CardQuery.Read(Verbs.MediaAsk.Asking(words).Write())!.Data);
        Assert.Equal(words with { Words = "a\nb\\n\\\\c\n\n" }, again);
    }

    private static void Same<T>(T payload)
        where T : IPayload<T>
    {
        var data = new JsonObject();
        payload.Write(data);
        Assert.Equal(payload, T.Read(new(data.ToDictionary(field => field.Key, field => field.Value!.ToString()))));
    }
}
