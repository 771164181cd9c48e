using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The cards of personal data, to be looked at by <see cref="CardTests"/>.</summary>
internal static class PersonCards
{
    private static readonly AccountKey Shop = new(ChannelId.Line, "Ushop");
    private static readonly Roster Shops = new([], [new(Shop, "信義店"), new(new(ChannelId.WhatsApp, "1065"), "台北 *店*")]);

    private static Customer Amy =>
        new(new(Shop, "U0123456789abcdef0123456789abcdef"))
        {
            Name = "Amy *Lin*",
            LastMessageAt = CardTests.Now.AddMinutes(-7),
            LastText = "還有貨嗎？\n謝謝",
        };

    public static IEnumerable<(string, JsonObject)> Usual(Phrases phrases)
    {
        yield return (
            "person",
            PersonalDataCards.Draw(
                phrases,
                Shops,
                new("林", [Amy, Amy with { Key = new(new(ChannelId.WhatsApp, "1065"), "886912345678"), LastText = null }]),
                CardTests.Now
            )
        );
        yield return (
            "person-wrong",
            PersonalDataCards.Draw(phrases, Shops, new("林", null), CardTests.Now, new("words", phrases.Say("Invalid_person.too_short", 2)))
        );
        yield return ("person-ask", PersonalDataCards.AskErase(phrases, Shops, Amy, CardTests.Now));
        yield return ("person-erased", PersonalDataCards.Erased(phrases));
    }

    /// <param name="longs">A text of that length, of whatever is longest on the wire.</param>
    public static IEnumerable<(string, JsonObject)> Largest(Phrases phrases, Func<int, string> longs)
    {
        var all = Enumerable
            .Range(0, PersonalDataDesk.MostFound)
            .Select(number => Amy with { Key = new(Shop, $"{number}{longs(40)}"), Name = longs(400), LastText = longs(4_000) });
        yield return (
            "persons",
            PersonalDataCards.Draw(
                phrases,
                Shops,
                new(longs(PersonalDataDesk.LongestWords), [.. all]),
                CardTests.Now,
                new("words", longs(200))
            )
        );
        yield return ("a person", PersonalDataCards.AskErase(phrases, Shops, all.First(), CardTests.Now));
    }
}
