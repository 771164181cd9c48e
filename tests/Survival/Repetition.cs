using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Platforms repeat webhooks and promise no order.</summary>
[Collection(nameof(Trials))]
public sealed class Repetition
{
    private const int Customers = 25;
    private const int EventsOfEach = 12;

    [Fact]
    public async Task Every_body_three_times_and_shuffled_gives_what_one_delivery_in_order_gives_on_every_channel()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, customers: 0);
        await trial.RunAsync(async () =>
        {
            await using var view = await PresentView.OpenAsync(trial.House);
            var posts = trial
                .House.Metas.Select(account => account.Channel)
                .Append("line")
                .ToDictionary(channel => channel, channel => new WebhookPost(trial.House, channel));
            try
            {
                var bodies = posts
                    .Values.SelectMany(post => Bodies(post, trial.House, trial.Dice).Select(body => (Post: post, Body: body)))
                    .ToList();
                List<CustomerKey> customers =
                [
                    .. posts.Values.SelectMany(post =>
                        Enumerable
                            .Range(1, Customers)
                            .Select(number => new CustomerKey(view.AccountOn(post.Channel), User(post.Channel, number)))
                    ),
                ];

                foreach (var (post, body) in bodies)
                    Assert.Equal(200, await post.PostAsync(body));
                var inOrder = await view.PictureAsync(customers);
                foreach (var customer in customers.Where(customer => customer.Account.Channel != ChannelId.Line))
                    Assert.NotNull(await view.Conversations.FindAsync(customer));
                await view.LoseAsync();
                Assert.NotEqual(inOrder, await view.PictureAsync(customers));

                var deliveries = Enumerable.Repeat(bodies, 3).SelectMany(body => body).ToArray();
                trial.Dice.Shuffle(deliveries);
                await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
                    Assert.Equal(200, await one.Post.PostAsync(one.Body))
                );

                Assert.Equal(inOrder, await view.PictureAsync(customers));
            }
            finally
            {
                foreach (var post in posts.Values)
                    post.Dispose();
            }
        });
    }

    private static string User(string channel, int number) => channel == "line" ? LinePost.User(number) : MetaItems.User(channel, number);

    private static List<byte[]> Bodies(WebhookPost post, Installation house, Random dice)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        using var line = new LinePost(house);
        var events = new List<(DateTimeOffset At, JsonObject Event)>();
        for (var customer = 1; customer <= Customers; customer++)
        for (var number = 0; number < EventsOfEach; number++)
        {
            // Some at the very same millisecond.
            var at = start.AddSeconds((number * 10) + dice.Next(0, 12)).AddMilliseconds(dice.Next(0, 2));
            var (user, id, another) = (
                User(post.Channel, customer),
                $"{customer:d4}{number:d4}",
                $"{customer:d4}{dice.Next(EventsOfEach):d4}"
            );
            // The first is a message, so that everybody is known.
            events.Add(
                (
                    at,
                    post.Channel == "line" ? Happening(user, id, at, dice, another)
                    : number == 0 ? MetaItems.Text(post.Channel, post.Account, user, id, at, "你好")
                    : MetaItems.Happening(post.Channel, post.Account, user, id, at, dice, another)
                )
            );
        }
        var sizes = new List<byte[]>();
        for (var rest = events.OrderBy(one => one.At).ToList(); rest.Count > 0; )
        {
            var size = Math.Min(rest.Count, dice.Next(1, 7));
            // What one customer did at one time keeps the order in which it came; only within a body is that the platform's own.
            while (size < rest.Count && Second(rest[size].At) == Second(rest[size - 1].At))
                size++;
            var body = rest.Take(size).Select(one => one.Event);
            sizes.Add(post.Channel == "line" ? line.Body(body) : MetaItems.Body(post.Channel, post.Account, body));
            rest.RemoveRange(0, size);
        }
        return sizes;
    }

    private static long Second(DateTimeOffset at) => at.ToUnixTimeSeconds();

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
                sticker["message"] = new JsonObject
                {
                    ["type"] = "sticker",
                    ["id"] = "4" + id,
                    ["packageId"] = "446",
                    ["stickerId"] = "1988",
                    ["stickerResourceType"] = "STATIC",
                };
                return sticker;
            default:
                return LinePost.Message(user, id, at, $"第 {id} 則 🤨");
        }
    }
}
