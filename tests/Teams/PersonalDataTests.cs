using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

/// <summary>個資: an administrator finds somebody, is told what is kept, and has it erased; nobody else can.</summary>
public sealed class PersonalDataTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task An_administrator_finds_a_person_takes_what_is_kept_and_has_it_erased()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new("金絲雀小姐", "zh"));
        await Teams.Get<Notes>().AddAsync(customer, Guid.NewGuid(), Staff.Seller.Id, "喜歡藍色", TimeProvider.System.GetUtcNow(), default);

        var card = (await Teams.SayAsync(Staff.Administrator, "個資")).Card!;
        var find = Copy(CardReader.Buttons(card).Single(button => (string?)button["verb"] == Verbs.PersonFind));
        find["data"]!["words"] = "金絲雀";
        var found = (await Teams.PressAsync(Staff.Administrator, find, "m1"))["value"]!.AsObject();
        Assert.Contains(customer.UserId, found.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["金絲雀小姐", "喜歡藍色", "嗨"], await ToldAsync(customer));

        var asked = (await Teams.PressAsync(Staff.Administrator, found, Verbs.PersonAskErase, "m1"))["value"]!.AsObject();
        Assert.NotNull(await Teams.Get<Conversations>().FindAsync(customer));
        await Teams.PressAsync(Staff.Administrator, asked, Verbs.PersonErase, "m1");
        await IsErasedAsync(customer);
        var query = new AuditFilter(DateTimeOffset.UnixEpoch) { StaffId = Staff.Administrator.Id, Act = Verbs.PersonErase };
        var line = Assert.Single(await Teams.Get<AuditLog>().PageAsync(query, null, 10, default));
        Assert.Equal((Staff.Administrator.Id, AuditOutcome.Done), (line.StaffId, line.Outcome));
        Assert.DoesNotContain(customer.UserId, line.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_they_may_see_goes_back_as_far_as_the_journal()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await SayAsync(customer, "edited", "before");
        await SayAsync(customer, "unsent", "taken back");
        await open.Customers.TellAsync(customer, new InboundBody.Edited("edited", "after"));
        await open.Customers.TellAsync(customer, new InboundBody.Unsent("unsent"));
        var many = Enumerable.Range(0, Conversations.TranscriptLength + 5).Select(number => $"line {number}").ToList();
        foreach (var words in many)
            await SayAsync(customer, words, words);
        await Draining.DrainAsync(Teams.Get<JournalLists>(), Teams.Get<Journal>(), customer.Account);
        await SayAsync(customer, "last", "not in the journal yet");
        Assert.Equal(["", "嗨", "after", "Text", .. many, "not in the journal yet"], await ToldAsync(customer));
    }

    private Task SayAsync(CustomerKey customer, string message, string words) =>
        open.Customers.TellAsync(customer, new InboundBody.Message(message, MessageKind.Text, words, null));

    /// <summary>Their name, what is noted of them, and what they said.</summary>
    private async Task<IReadOnlyList<string?>> ToldAsync(CustomerKey customer)
    {
        var told = new List<string?>();
        await foreach (var datum in Teams.Get<PersonalDataReader>().TellAsync(Staff.Administrator, customer, default))
            if (datum.Kind is PersonalDatumKind.Name or PersonalDatumKind.Note or PersonalDatumKind.Said)
                told.Add(datum.Words);
        return told;
    }

    /// <summary>At once from Redis, and from SQL by the next round.</summary>
    private async Task IsErasedAsync(CustomerKey customer)
    {
        Assert.Null(await Teams.Get<Conversations>().FindAsync(customer));
        Assert.Equal([SuppressionKind.Unsubscribed], (await Teams.Get<Suppressions>().FindAsync([customer], default))[customer]);
        Assert.Equal(0, await Teams.Get<ErasureRound>().GoOnAsync(default));
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
        Assert.Empty(await Teams.Get<Notes>().LatestAsync(customer, 10, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_else_is_let_near_it(bool other)
    {
        var who = other ? Staff.Other : Staff.Seller;
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        Assert.Equal(Phrases.English["Denied_Administrator"], (await Teams.SayAsync(who, "personal data")).Text);
        foreach (var verb in (string[])[Verbs.PersonFind, Verbs.PersonExport, Verbs.PersonAskErase, Verbs.PersonErase])
        {
            var answer = await Teams.PressAsync(
                who,
                Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString(), ["words"] = "嗨" }),
                "m1"
            );
            Assert.Contains(Phrases.English["Denied_Administrator"], answer.ToJsonString(), StringComparison.Ordinal);
        }

        var told = new List<PersonalDatum>();
        await foreach (var datum in Teams.Get<PersonalDataReader>().TellAsync(who, customer, default))
            told.Add(datum);
        Assert.Empty(told);
        Assert.NotNull(await Teams.Get<Conversations>().FindAsync(customer));
    }

    [Fact]
    public async Task Too_little_to_go_by_is_said_at_the_field()
    {
        var answer = await Teams.PressAsync(
            Staff.Administrator,
            Card.Button(Verbs.PersonFind, "x", new JsonObject { ["words"] = "a" }),
            "m1"
        );
        Assert.Contains(Phrases.English.Say("Invalid_person.too_short", 2), answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Copy(JsonObject button) => button.DeepClone().AsObject();
}
