using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Bench.Wire;

/// <summary>One press of a day.</summary>
/// <param name="Kind">What its figures are called.</param>
/// <param name="Action">The press, from what the person has in front of them.</param>
/// <param name="Once">It takes effect, once however often it is pressed.</param>
internal sealed record Step(string Kind, Func<Seller, JsonObject> Action, bool Once = false);

/// <summary>How people reach the bot.</summary>
/// <param name="Account">Whose customers they have.</param>
/// <param name="Own">Conversations in progress of each.</param>
/// <param name="Waiting">Customers that wait, of each: nobody runs after another's.</param>
internal sealed record Post(string Account, int Own, int Waiting, int FirstWaiting, string ServiceUrl, string Tenant, string Token);

/// <summary>A member of staff with Teams open, who presses what is on the cards; reads every answer as their client does.</summary>
internal sealed class Seller(int number, Post post)
{
    private const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>
    /// Twenty presses, of a salesperson's hour: 4 look at the list, 4 open a conversation, 3 answer, 1 looks at who waits, 1 takes (跟進), 1
    /// closes (結束), 4 make a broadcast up to its preview, 2 look at records.
    /// </summary>
    public static readonly IReadOnlyList<Step> Day =
    [
        new("inbox", _ => View(Verbs.MineOpen)),
        new("conversation", me => Open(me.Mine(0))),
        new("reply", me => me.Press(Verbs.ConversationReply, ("text", "您好，這款週末到店，要幫您留一件嗎？")), Once: true),
        new("inbox", _ => View(Verbs.MineOpen)),
        new("inbox", _ => View(Verbs.MineOpen, ("skip", "10"))),
        new("conversation", me => Open(me.Mine(1))),
        new("reply", me => me.Press(Verbs.ConversationReply, ("text", "已為您保留，歡迎週末來試穿。")), Once: true),
        new("waiting", _ => View(Verbs.PendingOpen)),
        new("conversation", me => Open(me.Waits)),
        new("take", me => me.Press(Verbs.ConversationTake), Once: true),
        new("reply", me => me.Press(Verbs.ConversationReply, ("text", "您好，我是旗艦店的店員，很高興為您服務。")), Once: true),
        new("close", me => me.Press(Verbs.ConversationClose), Once: true),
        new("inbox", _ => View(Verbs.MineOpen)),
        new("conversation", me => Open(me.Mine(2))),
        new("broadcast", _ => View(Verbs.BroadcastStart)),
        new("filter", me => me.Press(Verbs.BroadcastChoose, ("within", me.lap % 2 == 0 ? "24h" : "7d"))),
        new("compose", me => me.Press(Verbs.BroadcastCompose)),
        new("preview", me => me.Press(Verbs.BroadcastCompose, ("text1", People.Text(personal: true)))),
        new("records", _ => View(Verbs.RecordsPage)),
        new("record", me => me.Press(Verbs.RecordsOpen)),
    ];

    /// <summary>One broadcast to all of one's own.</summary>
    public static readonly IReadOnlyList<Step> Broadcast =
    [
        new("broadcast", _ => View(Verbs.BroadcastStart)),
        new("compose", me => me.Press(Verbs.BroadcastCompose)),
        new("preview", me => me.Press(Verbs.BroadcastCompose, ("text1", People.Text(personal: true)))),
        new("send", me => me.Press(Verbs.BroadcastSend), Once: true),
    ];

    private static readonly List<string> Kinds = [.. Day.Concat(Broadcast).Select(step => step.Kind).Distinct()];

    private readonly TeamsPerson person = new TeamsPerson(Id(number), People.Name(number), TenantId: post.Tenant).Complete();
    private JsonObject card = [];
    private int lap;

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"5e7d0000-0000-4000-8000-{number + 1:x12}");

    /// <summary>Kinds in the order in which they come.</summary>
    public static int Order(string kind) => Kinds.IndexOf(kind);

    /// <summary>Where in the day they are.</summary>
    public int At { get; private set; }

    /// <summary>What was pressed, by verb.</summary>
    public Dictionary<string, int> Pressed { get; } = [];

    /// <summary>The next press as a whole HTTP request.</summary>
    public byte[] Write(Step step)
    {
        var action = step.Action(this);
        var verb = (string)action["verb"]!;
        Pressed[verb] = Pressed.GetValueOrDefault(verb) + 1;
        var activity = new ActivityWriter(person, post.ServiceUrl).Press(TimeProvider.System.GetUtcNow(), action, null);
        var body = JsonSerializer.SerializeToUtf8Bytes(activity);
        return
        [
            .. Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {post.Token}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n"
                )
            ),
            .. body,
        ];
    }

    /// <summary>Throws unless it is 200 with a card.</summary>
    public static JsonObject Card(Step step, int status, ReadOnlySpan<byte> body)
    {
        var answer = status == (int)HttpStatusCode.OK ? JsonNode.Parse(body) : null;
        return (int?)answer?["statusCode"] == status && (string?)answer["type"] == CardType && answer["value"] is JsonObject shown
            ? shown
            : throw new InvalidOperationException($"{step.Kind} was answered with {status} {Encoding.UTF8.GetString(body)}");
    }

    /// <summary>Has the card of the answer in front of them.</summary>
    public void See(JsonObject shown) => card = shown;

    /// <summary>And goes on to the next press of the day.</summary>
    public void GoOn()
    {
        At = (At + 1) % Day.Count;
        if (At == 0)
            lap++;
    }

    private string Waits =>
        lap < post.Waiting
            ? Customer(post.FirstWaiting + (number * post.Waiting) + lap)
            : throw new InvalidOperationException($"More than {post.Waiting} laps: nobody waits any more");

    private string Mine(int which) => Customer((number * post.Own) + (((lap * 3) + which) % post.Own));

    private string Customer(int customer) => $"{post.Account}/{People.Id(customer)}";

    private static JsonObject Open(string customer) => View(Verbs.MineOpen, ("customer", customer));

    // A card further up in the chat has the button.
    private static JsonObject Made(string verb, JsonObject data) =>
        new()
        {
            ["type"] = "Action.Execute",
            ["verb"] = verb,
            ["data"] = data,
        };

    private static JsonObject View(string verb, params ReadOnlySpan<(string Name, string Value)> data)
    {
        var carried = new JsonObject();
        foreach (var (name, value) in data)
            carried[name] = value;
        return Made(verb, carried);
    }

    private JsonObject Press(string verb, params ReadOnlySpan<(string Name, string Value)> typed)
    {
        var filled = new Dictionary<string, string>(typed.Length);
        foreach (var (name, value) in typed)
            filled[name] = value;
        return CardReading.Press(
            card,
            CardReading.Button(card, verb) ?? throw new InvalidOperationException($"There is no button {verb} on {card.ToJsonString()}"),
            filled
        );
    }
}
