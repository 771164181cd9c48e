using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What customers edit or take back leaves the cards that showed it.</summary>
public sealed class RedrawTests(OpenHouse open) : IClassFixture<OpenHouse>
{
    private const string Secret = "my-secret-number";

    private House House => open.House;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_customer_takes_back_or_edits_is_gone_from_every_card_that_showed_it(bool takesBack)
    {
        await House.SayAsync(House.Seller, "help");
        var customer = (await open.CustomersOfAsync(House.Seller.Id, 1))[0];
        var (message, before) = ($"m{Guid.NewGuid():N}", open.Stub.All.Count);
        await ApplyAsync(customer, new InboundBody.Message(message, MessageKind.Text, Secret, null));
        // Three cards show it: the one that tells of it, the conversation, and the list.
        var told = await open.Stub.CallAsync(call => call.Method == "POST" && call.Body.Contains(Secret, StringComparison.Ordinal));
        var card = Guid.NewGuid().ToString("N");
        var button = Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() });
        Assert.Contains(Secret, (await House.PressAsync(House.Seller, button, card)).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Secret, (await House.SayAsync(House.Seller, "mine")).Body, StringComparison.Ordinal);
        // One more was a conversation and is something else by now.
        await House.PressAsync(House.Seller, (JsonObject)button.DeepClone(), "other" + card);
        await House.PressAsync(House.Seller, Card.Button(Verbs.TeamOpen, "x", []), "other" + card);
        await House.PressAsync(House.Seller, Card.Button(Verbs.MinePass, "x", []), "other" + card);

        await ApplyAsync(customer, takesBack ? new InboundBody.Unsent(message) : new InboundBody.Edited(message, "a better number"));
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
        Assert.Contains(takesBack ? Phrases.English["Transcript_Unsent"] : "a better number", conversation, StringComparison.Ordinal);
        Assert.NotNull(told.Card);

        ConnectorCall[] Redrawn() => [.. open.Stub.All.Skip(before).Where(call => call.Method == "PUT")];
    }

    private Task ApplyAsync(CustomerKey customer, InboundBody body) =>
        House
            .Get<Conversations>()
            .ApplyAsync(
                [new(Guid.NewGuid().ToString("N"), customer.Account, customer.UserId, TimeProvider.System.GetUtcNow(), false, body, null)],
                suppressionsPending: false,
                default
            );
}
