using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A Page, an Instagram account or a WhatsApp number.</summary>
internal sealed class MetaAccount(Channel channel, string id) : PlatformAccount(channel, id)
{
    private const int MostTries = 12;
    private const long UnsubscribedAfterMs = 3_600_000;
    private readonly Bucket _text = new();
    private readonly Bucket _media = new();
    private long _sealed;
    private long _failingSince;

    public override TimeSpan Deadline => TimeSpan.FromSeconds(5);

    /// <summary>App secrets; webhooks are signed with each in turn.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    public string VerifyToken { get; set; } = "";

    public string AppId { get; set; } = "104729000000001";

    public string Waba { get; set; } = $"waba-{id}";

    public string Phone { get; set; } = "886255550000";

    /// <summary>Another name that calls may be made by.</summary>
    public string? PageId { get; set; }

    public bool RequireProof { get; set; }

    /// <summary>False once webhooks failed for an hour, until the app subscribes again.</summary>
    public bool Subscribed { get; set; } = true;

    public CallPool Pool { get; private set; } = new();

    public CallPool Management { get; private set; } = new();

    public PairPace Pairs { get; private set; } = new();

    public SemaphoreSlim Lines { get; } = new(8);

    public Habits? Habits { get; set; }

    /// <summary>Something came in from a customer, which on WhatsApp is of the number's throughput too.</summary>
    public void Received(long now, MetaWeather weather)
    {
        if (Channel == Channel.WhatsApp)
            _text.TryTake(now, weather.TextPerSecond ?? 80, weather.Capacity);
    }

    public bool TryTake(CallKind kind, long now, MetaWeather weather)
    {
        if (Channel == Channel.WhatsApp)
            return _text.TryTake(now, weather.TextPerSecond ?? 80, weather.Capacity);
        return kind == CallKind.SendMedia
            ? _media.TryTake(now, weather.MediaPerSecond ?? 10, weather.Capacity)
            : _text.TryTake(now, weather.TextPerSecond ?? 300, weather.Capacity);
    }

    /// <summary>Whether the secret of this app made the proof: lower-case hex HMAC-SHA256 of the token.</summary>
    public bool Proves(string proof, string token) =>
        Secrets.Any(s => proof == Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), Encoding.UTF8.GetBytes(token))));

    public override void Seal(HttpRequestMessage request, byte[] body)
    {
        var secret = Encoding.UTF8.GetBytes(
            Secrets.Count == 0 ? Secret : Secrets[(int)((Interlocked.Increment(ref _sealed) - 1) % Secrets.Count)]
        );
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, body))}");
#pragma warning disable CA5350 // The platform still sends the old signature beside the new one.
        request.Headers.Add("X-Hub-Signature", $"sha1={Convert.ToHexStringLower(HMACSHA1.HashData(secret, body))}");
#pragma warning restore CA5350
        request.Headers.TryAddWithoutValidation("User-Agent", "facebookexternalua");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "deflate, gzip");
    }

    public override byte[] Spell(JsonNode body) => GraphJson.Write(body);

    public override byte[] Again(byte[] body) => body;

    public override TimeSpan? Pause(int attempt) =>
        RedeliverAfterMs <= 0 || attempt >= MostTries ? null : TimeSpan.FromMilliseconds(RedeliverAfterMs * Math.Pow(2, attempt - 1));

    public override void Heard(int status, long now)
    {
        if (status is >= 200 and <= 299)
            Interlocked.Exchange(ref _failingSince, 0);
        else if (
            Interlocked.CompareExchange(ref _failingSince, now, 0) is > 0 and var since
            && now - since >= UnsubscribedAfterMs
            && Channel != Channel.WhatsApp
        )
            Subscribed = false;
    }

    /// <summary>Paces and pools start anew.</summary>
    public void Forget() => (Pool, Management, Pairs) = (new(), new(), new());
}
