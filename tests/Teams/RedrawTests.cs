using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What customers edit or take back leaves the cards that showed it.</summary>
public sealed class RedrawTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private const string Secret = "my-secret-number";
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, Staff.Seller.Store);

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task What_a_customer_takes_back_is_gone_from_every_card_that_showed_it()
    {
        await Teams.SayAsync(Staff.Seller, "help");
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var (message, before) = ($"m{Guid.NewGuid():N}", open.Stub.All.Count);
        await ApplyAsync(customer, new InboundBody.Message(message, MessageKind.Text, Secret, null));
        var told = await open.Stub.CallAsync(call => call.Method == "POST" && call.Body.Contains(Secret, StringComparison.Ordinal));
        var card = await ShowOnThreeAsync(customer);

        await ApplyAsync(customer, new InboundBody.Unsent(message));
        await Until.SeenAsync(
            "four cards drawn anew",
            TimeSpan.FromSeconds(30),
            () => Task.FromResult(Redrawn().Select(call => call.Path).Distinct().Count()),
            cards => cards >= 4
        );
        Assert.All(Redrawn(), call => Assert.DoesNotContain(Secret, call.Body, StringComparison.Ordinal));
        var conversation = Redrawn()
            .Last(call => call.Path.EndsWith(card, StringComparison.Ordinal) && !call.Path.Contains("other", StringComparison.Ordinal))
            .Card!.ToJsonString();
        Assert.Contains(Phrases.English["Transcript_Unsent"], conversation, StringComparison.Ordinal);
        Assert.NotNull(told.Card);

        ConnectorCall[] Redrawn() => [.. open.Stub.All.Skip(before).Where(call => call.Method == "PUT")];
    }

    /// <summary>Beside the card that tells of it: on the conversation, whose id this is, on the list, and on one that was a conversation
    /// and is something else by now.</summary>
    private async Task<string> ShowOnThreeAsync(CustomerKey customer)
    {
        var card = Guid.NewGuid().ToString("N");
        var button = Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() });
        Assert.Contains(Secret, (await Teams.PressAsync(Staff.Seller, button, card)).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Secret, (await Teams.SayAsync(Staff.Seller, "mine")).Body, StringComparison.Ordinal);
        await Teams.PressAsync(Staff.Seller, (JsonObject)button.DeepClone(), "other" + card);
        await Teams.PressAsync(Staff.Seller, Card.Button(Verbs.TeamOpen, "x", []), "other" + card);
        await Teams.PressAsync(Staff.Seller, Card.Button(Verbs.MinePass, "x", []), "other" + card);
        return card;
    }

    /// <summary>Every card but those of the conversation itself.</summary>
    [Theory]
    [InlineData("pending.open")]
    [InlineData("mine.open")]
    [InlineData("closed.open")]
    [InlineData("mine.pass")]
    [InlineData("broadcast.pick")]
    [InlineData("bound.list")]
    [InlineData("conversation.reply")]
    [InlineData("team.member")]
    [InlineData("team.conversation")]
    [InlineData("team.raw")]
    [InlineData("person.find")]
    [InlineData("person.askErase")]
    public async Task Where_one_customer_is_told_from_others_by_their_words_these_go_when_they_are_taken_back(string shownBy)
    {
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
        var who = WhoSees(shownBy);
        await Teams.SayAsync(who, "help");
        var pending = shownBy == Verbs.PendingOpen;
        var customer = pending ? await open.Customers.WriteAsync("嗨") : await open.Customers.TakenAsync(Staff.Seller);
        var (name, message, before) = ($"N{Guid.NewGuid():N}"[..12], $"m{Guid.NewGuid():N}", open.Stub.All.Count);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new(name, "zh"));
        // Of a closed conversation in which all is understood no button of the manager's is about the customer.
        var kind = shownBy == Verbs.TeamConversation ? MessageKind.Text : MessageKind.Unknown;
        await ApplyAsync(customer, new InboundBody.Message(message, kind, Secret, null), $"{message} {Secret}");
        if (shownBy is "closed.open" or "team.conversation")
            await Teams.Get<Conversations>().CloseAsync(customer, Staff.Seller.Id, TimeProvider.System.GetUtcNow());

        var (shown, card) = await ShowAsync(shownBy, who, customer, name);
        Assert.Contains(Secret, shown, StringComparison.Ordinal);
        await ApplyAsync(customer, new InboundBody.Unsent(message));
        Assert.DoesNotContain(Secret, (await RedrawnAsync(card, before)).Body, StringComparison.Ordinal);
    }

    private static StaffMember WhoSees(string verb) =>
        verb.StartsWith("team.", StringComparison.Ordinal) ? Manager
        : verb.StartsWith("person.", StringComparison.Ordinal) ? Staff.Administrator
        : Staff.Seller;

    /// <param name="before">So many calls had come before.</param>
    private async Task<ConnectorCall> RedrawnAsync(string card, int before) =>
        (
            await Until.SeenAsync(
                "the card drawn anew",
                TimeSpan.FromSeconds(20),
                () =>
                    Task.FromResult(
                        open.Stub.All.Skip(before)
                            .LastOrDefault(call => call.Method == "PUT" && call.Path.EndsWith(card, StringComparison.Ordinal))
                    ),
                call => call is not null
            )
        )!;

    private async Task<(string Shown, string Card)> ShowAsync(string verb, StaffMember who, CustomerKey customer, string name)
    {
        var card = Guid.NewGuid().ToString("N");
        var data = new JsonObject();
        switch (verb)
        {
            case "conversation.reply":
                // Another of mine is called so, too.
                var other = await open.Customers.TakenAsync(Staff.Seller);
                await Teams.Get<Conversations>().SetProfileAsync(other, new(name, "zh"));
                var said = await Teams.SayAsync(who, $"reply {name} hello");
                await Until.SeenAsync(
                    "the card kept in mind",
                    TimeSpan.FromSeconds(20),
                    () => Teams.Get<SaidCards>().OfAsync(customer, default),
                    cards => cards.Any(one => one.Place.ActivityId == said.AnsweredId)
                );
                return (said.Body, said.AnsweredId!);
            case "broadcast.pick":
                var began = (await Teams.SayAsync(who, "broadcast")).Card!;
                return ((await Teams.PressAsync(who, began, verb, card)).ToJsonString(), card);
            case "bound.list":
                await Teams.Get<Bindings>().BindAsync(customer, Staff.Seller, TimeProvider.System.GetUtcNow(), false, default);
                data["channel"] = customer.Account.Channel.Value;
                break;
            case "team.member":
                data["staff"] = Staff.Seller.Id;
                break;
            case "person.find":
                data["words"] = name;
                break;
            case "team.conversation" or "team.raw" or "person.askErase":
                data["customer"] = customer.ToString();
                break;
        }

        return ((await Teams.PressAsync(who, Card.Button(Verbs.Find(verb)!, "x", data), card)).ToJsonString(), card);
    }

    private Task ApplyAsync(CustomerKey customer, InboundBody body, string? raw = null) =>
        open.Customers.TellAsync(customer, body, raw is null ? null : new JsonObject { ["type"] = raw }.ToJsonString());
}
