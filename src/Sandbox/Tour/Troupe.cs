using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>The customers of one platform: they write in, and a few of them go away again.</summary>
/// <param name="channel">The platform's name in addresses.</param>
/// <param name="account">Whose customers they are.</param>
/// <param name="count">How many.</param>
internal sealed class Troupe(SandboxClient sandbox, TourOptions options, string channel, string account, int count)
{
    private const long LongAgo = 25 * 3_600_000;
    private const int Seed = 2_026;
    private readonly List<string> _outside = [];
    private readonly List<string> _unfollowed = [];
    private readonly List<string> _unsubscribed = [];
    private readonly List<string> _blocked = [];
    private int _first;

    public string Channel => channel;

    public int Count => count;

    public bool IsLine => channel == "line";

    /// <summary>Those who wrote too long ago to be written to.</summary>
    public IReadOnlyList<string> Outside => _outside;

    /// <summary>Those who blocked the account, of which LINE told.</summary>
    public IReadOnlyList<string> Unfollowed => _unfollowed;

    public IReadOnlyList<string> Unsubscribed => _unsubscribed;

    /// <summary>Those who blocked the account so that nobody heard.</summary>
    public IReadOnlyList<string> BlockedUnheard => _blocked;

    /// <summary>LINE and WhatsApp take a message for somebody who blocked the account, Messenger and Instagram say no.</summary>
    public bool TakesForBlocked => channel is "line" or "whatsapp";

    /// <param name="declared">The account as the sandbox knows it; null if it does not.</param>
    /// <param name="outside">How many of them wrote yesterday.</param>
    public async Task<JsonObject> WriteInAsync(JsonNode? declared, int outside)
    {
        _first = (int)(await sandbox.GetAsync($"customers/{channel}?destination={account}&take=0"))["total"]!;
        if (outside > 0)
            await CreateAsync(declared, outside, LongAgo);
        var report = await CreateAsync(declared, count - outside, 0);
        var list = (await ListAsync()).Skip(_first).Take(outside);
        _outside.AddRange(list.Select(c => (string)c!["userId"]!));
        return report;
    }

    /// <summary>One webhook for each; how many blocked and unsubscribed is seen afterwards.</summary>
    public async Task LeaveAsync()
    {
        if (IsLine)
        {
            _unfollowed.AddRange(await BlockAsync(silent: false, 3, 77, 150));
            _blocked.AddRange(await BlockAsync(silent: true, 42));
            foreach (var (place, words) in new[] { (10, "取消訂閱"), (200, "STOP") })
                await UnsubscribeAsync(
                    new
                    {
                        Index = Place(place),
                        Destination = account,
                        Text = words,
                    }
                );
            return;
        }

        // The first ones are outside the window anyhow.
        var fresh = _outside.Count;
        _blocked.AddRange(await BlockAsync(silent: true, fresh));
        if (channel == "whatsapp")
            await UnsubscribeAsync(
                new
                {
                    Index = Place(fresh + 1),
                    Destination = account,
                    Kind = "stop",
                }
            );
        await UnsubscribeAsync(
            new
            {
                Index = Place(fresh + 2),
                Destination = account,
                Text = "取消訂閱",
            }
        );
    }

    /// <summary>Whether the platform knows people of an earlier tour, of whom this one cannot say who is gone.</summary>
    public bool HasForerunners => _first > 0;

    /// <summary>Everybody who must get nothing: too late, unfollowed or unsubscribed.</summary>
    public IReadOnlySet<string> Gone => _unfollowed.Concat(_unsubscribed).Concat(_outside).ToHashSet(StringComparer.Ordinal);

    /// <summary>Those of this tour who must get it, or for whom the platform must take it all the same.</summary>
    public async Task<IReadOnlySet<string>> MeantAsync()
    {
        var gone = Gone;
        return (await ListAsync())
            .Skip(_first)
            .Select(c => (string)c!["userId"]!)
            .Where(id => !gone.Contains(id) && (TakesForBlocked || !_blocked.Contains(id)))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those of this tour and of all before.</summary>
    public async Task<int> TotalAsync() => (int)(await sandbox.GetAsync($"customers/{channel}?destination={account}&take=0"))["total"]!;

    /// <summary>Names as the platform knows them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync() =>
        (await ListAsync()).ToDictionary(c => (string)c!["userId"]!, c => (string)c!["name"]!, StringComparer.Ordinal);

    private async Task<JsonArray> ListAsync() =>
        (await sandbox.GetAsync($"customers/{channel}?destination={account}&take=1000000"))["customers"]!.AsArray();

    private async Task<JsonObject> CreateAsync(JsonNode? declared, int many, long ago)
    {
        var report = await sandbox.PostAsync(
            $"customers/{channel}",
            new
            {
                Count = many,
                Seed = Seed + channel[0],
                Destination = account,
                Secret = declared is null ? options.Secret : null,
                Token = declared is null ? options.Token : null,
                WebhookUrl = new Uri(options.Service, $"webhooks/{channel}"),
                WroteAgoMs = ago,
                Hidden = 0.1,
            }
        );
        if (report["statuses"] is not JsonObject { Count: 1 } statuses || statuses["200"] is null)
            throw new TourException($"Not every webhook of {channel} was answered with 200: {report["statuses"]?.ToJsonString()}");
        return report;
    }

    private async Task UnsubscribeAsync(object say) =>
        _unsubscribed.Add((string)(await sandbox.PostAsync($"customers/{channel}/say", say))["userId"]!);

    private async Task<IReadOnlyList<string>> BlockAsync(bool silent, params int[] places)
    {
        var answer = await sandbox.PostAsync(
            $"customers/{channel}/block",
            new
            {
                Indexes = places.Select(Place),
                Destination = account,
                Silent = silent,
            }
        );
        return [.. answer["userIds"]!.AsArray().Select(u => (string)u!)];
    }

    private int Place(int place) => _first + (place % count);
}
