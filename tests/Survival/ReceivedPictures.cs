using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>What a customer sent can be looked at from the card on which staff see it.</summary>
[Collection(nameof(SecondLane))]
public sealed class ReceivedPictures
{
    [Fact]
    public async Task A_picture_that_a_line_customer_sent_opens_from_the_card()
    {
        var picture = new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7, 6, 5, 4 };
        await using var trial = await Trial.OpenAsync(
            EnginePair.Embedded,
            customers: 1,
            settings: new Dictionary<string, string> { ["Omo__PublicUrl"] = "https://omo.example" }
        );
        await trial.RunAsync(async () =>
        {
            await trial.Sandbox.SayAsync(
                new
                {
                    index = 0,
                    kind = "image",
                    bytes = picture,
                }
            );
            var list = await trial.House.Seller.SayAsync("我的事件", "mine.open");
            var links = new List<Uri>();
            foreach (var button in list.Buttons.Where(one => (string?)one["verb"] == "mine.open").ToList())
            {
                var card = await trial.House.Seller.PressAsync(list, button);
                links =
                [
                    .. Strings(card.Content)
                        .Where(text => text.StartsWith("https://omo.example/received/", StringComparison.Ordinal))
                        .Distinct()
                        .Select(text => new Uri(text)),
                ];
                if (links.Count > 0)
                    break;
            }

            Assert.NotEmpty(links);
            using var http = new HttpClient { BaseAddress = trial.House.Front };
            foreach (var link in links)
                Assert.Equal(picture, await http.GetByteArrayAsync(link.AbsolutePath));
            Assert.Equal(404, (int)(await http.GetAsync("/received/guessed")).StatusCode);
        });
    }

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(part => Strings(part.Value)),
            JsonArray many => many.SelectMany(Strings),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };
}
