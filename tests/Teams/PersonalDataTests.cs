using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>個資: an administrator finds somebody, is told what is kept, and has it erased; nobody else can.</summary>
public sealed class PersonalDataTests(OpenHouse open) : IClassFixture<OpenHouse>
{
    private House House => open.House;

    [Fact]
    public async Task An_administrator_finds_a_person_takes_what_is_kept_and_has_it_erased()
    {
        var customer = (await open.CustomersOfAsync(House.Seller.Id, 1))[0];
        await House.Get<Conversations>().SetProfileAsync(customer, new("金絲雀小姐", "zh"));
        await House.Get<Notes>().AddAsync(customer, Guid.NewGuid(), House.Seller.Id, "喜歡藍色", TimeProvider.System.GetUtcNow(), default);

        var card = (await House.SayAsync(House.Administrator, "個資")).Card!;
        var find = Copy(House.Buttons(card).Single(button => (string?)button["verb"] == Verbs.PersonFind));
        find["data"]!["words"] = "金絲雀";
        var found = (await House.PressAsync(House.Administrator, find, "m1"))["value"]!.AsObject();
        Assert.Contains(customer.UserId, found.ToJsonString(), StringComparison.Ordinal);
        var told = new List<PersonalDatum>();
        await foreach (var datum in House.Get<PersonalDataDesk>().TellAsync(House.Administrator, customer, default))
            told.Add(datum);
        Assert.Equal(
            ["金絲雀小姐", "喜歡藍色", "嗨"],
            told.Where(datum => datum.Kind is PersonalDatumKind.Name or PersonalDatumKind.Note or PersonalDatumKind.Said)
                .Select(datum => datum.Words)
        );

        var asked = (await House.PressAsync(House.Administrator, found, Verbs.PersonAskErase, "m1"))["value"]!.AsObject();
        Assert.NotNull(await House.Get<Conversations>().FindAsync(customer));
        await House.PressAsync(House.Administrator, asked, Verbs.PersonErase, "m1");
        Assert.Null(await House.Get<Conversations>().FindAsync(customer));
        Assert.Equal([SuppressionKind.Unsubscribed], (await House.Get<Suppressions>().FindAsync([customer], default))[customer]);
        Assert.Equal(0, await House.Get<ErasureRound>().GoOnAsync(default));
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
        Assert.Empty(await House.Get<Notes>().LatestAsync(customer, 10, default));
        var line = Assert.Single(
            await House
                .Get<AuditLog>()
                .PageAsync(new(DateTimeOffset.UnixEpoch) { StaffId = House.Administrator.Id, Act = Verbs.PersonErase }, null, 10, default)
        );
        Assert.Equal((House.Administrator.Id, AuditOutcome.Done), (line.StaffId, line.Outcome));
        Assert.DoesNotContain(customer.UserId, line.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_else_is_let_near_it(bool other)
    {
        var who = other ? House.Other : House.Seller;
        var customer = (await open.CustomersOfAsync(House.Seller.Id, 1))[0];
        Assert.Equal(Phrases.English["Denied_Administrator"], (await House.SayAsync(who, "personal data")).Text);
        foreach (var verb in (string[])[Verbs.PersonFind, Verbs.PersonExport, Verbs.PersonAskErase, Verbs.PersonErase])
        {
            var answer = await House.PressAsync(
                who,
                Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString(), ["words"] = "嗨" }),
                "m1"
            );
            Assert.Contains(Phrases.English["Denied_Administrator"], answer.ToJsonString(), StringComparison.Ordinal);
        }

        var told = new List<PersonalDatum>();
        await foreach (var datum in House.Get<PersonalDataDesk>().TellAsync(who, customer, default))
            told.Add(datum);
        Assert.Empty(told);
        Assert.NotNull(await House.Get<Conversations>().FindAsync(customer));
    }

    [Fact]
    public async Task Too_little_to_go_by_is_said_at_the_field()
    {
        var answer = await House.PressAsync(
            House.Administrator,
            Card.Button(Verbs.PersonFind, "x", new JsonObject { ["words"] = "a" }),
            "m1"
        );
        Assert.Contains(Phrases.English.Say("Invalid_person.too_short", 2), answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Copy(JsonObject button) => button.DeepClone().AsObject();
}
