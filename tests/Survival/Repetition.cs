using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>LINE repeats webhooks and promises no order.</summary>
[Collection(nameof(OneAtATime))]
public sealed class Repetition
{
    private const int Customers = 60;
    private const int EventsOfEach = 12;

    [Fact]
    public async Task Every_body_three_times_and_shuffled_gives_what_one_delivery_in_order_gives()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, customers: 0);
        await trial.RunAsync(async () =>
        {
            using var post = new LinePost(trial.House);
            await using var view = await PresentView.OpenAsync(trial.House);
            var bodies = Bodies(post, trial.Dice);
            var users = Enumerable.Range(1, Customers).Select(LinePost.User).ToList();

            foreach (var body in bodies) Assert.Equal(200, await post.PostAsync(body));
            var inOrder = await view.PictureAsync(users);
            Assert.Equal("OK", await trial.House.Redis!.AskAsync("FLUSHALL"));
            Assert.NotEqual(inOrder, await view.PictureAsync(users));

            var deliveries = Enumerable.Repeat(bodies, 3).SelectMany(body => body).ToArray();
            trial.Dice.Shuffle(deliveries);
            await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (body, _) => Assert.Equal(200, await post.PostAsync(body)));

            Assert.Equal(inOrder, await view.PictureAsync(users));
        });
    }

    private static List<byte[]> Bodies(LinePost post, Random dice)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var events = new List<(DateTimeOffset At, JsonObject Event)>();
        for (var customer = 1; customer <= Customers; customer++)
            for (var number = 0; number < EventsOfEach; number++)
            {
                // Some at the very same millisecond.
                var at = start.AddSeconds((number * 10) + dice.Next(0, 12)).AddMilliseconds(dice.Next(0, 2));
                events.Add((at, Happening(LinePost.User(customer), $"{customer:d4}{number:d4}", at, dice, $"{customer:d4}{dice.Next(EventsOfEach):d4}")));
            }
        var sizes = new List<byte[]>();
        for (var rest = events.OrderBy(one => one.At).Select(one => one.Event).ToList(); rest.Count > 0;)
        {
            var size = Math.Min(rest.Count, dice.Next(1, 7));
            sizes.Add(post.Body(rest.Take(size)));
            rest.RemoveRange(0, size);
        }
        return sizes;
    }

    private static JsonObject Happening(string user, string id, DateTimeOffset at, Random dice, string another)
    {
        switch (dice.Next(12))
        {
            case 0:
                var unsend = LinePost.Event("unsend", user, id, at);
                unsend["unsend"] = new JsonObject { ["messageId"] = "4" + another };
                return unsend;
            case 1:
                return LinePost.Event("unfollow", user, id, at);
            case 2:
                var follow = LinePost.Event("follow", user, id, at);
                follow["follow"] = new JsonObject { ["isUnblocked"] = true };
                return follow;
            case 3:
                return LinePost.Message(user, id, at, "退訂");
            case 4:
                return LinePost.Message(user, id, at, "訂閱");
            case 5:
                return LinePost.Message(user, id, at, "在別的客服系統裡", standby: true);
            case 6:
                var novel = LinePost.Event("somethingNew", user, id, at);
                novel["somethingNew"] = new JsonObject { ["depth"] = 3 };
                return novel;
            case 7:
                var sticker = LinePost.Message(user, id, at, "");
                sticker["message"] = new JsonObject { ["type"] = "sticker", ["id"] = "4" + id, ["packageId"] = "446", ["stickerId"] = "1988", ["stickerResourceType"] = "STATIC" };
                return sticker;
            default:
                return LinePost.Message(user, id, at, $"第 {id} 則 🤨");
        }
    }
}
