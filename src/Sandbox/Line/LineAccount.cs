using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>One LINE official account: what was sent through it, and what it still may send.</summary>
/// <param name="id">The bot's own user id (a webhook's destination), or a made-up name if only a token is known.</param>
/// <param name="declared">False: whoever came with a token; every customer is its friend.</param>
internal sealed class LineAccount(string id, bool declared, CustomerBook customers, Violations violations)
    : PlatformAccount(Channel.Line, id)
{
    private static long _messages = 461_230_000_000_000_000;
    private readonly Lock _lock = new();
    private readonly RetryKeys _keys = new();
    private readonly Bucket[] _buckets = [new(), new(), new()];
    private long _usage;

    /// <summary>Looks at a request's recipients before its retry key, where the weather does not say.</summary>
    public bool RecipientsFirst { get; set; }

    /// <summary>Refuses a multicast with an unknown id in it, where the weather does not say.</summary>
    public bool RefuseUnknownInMulticast { get; set; }

    public override TimeSpan Deadline => TimeSpan.FromSeconds(2);

    /// <summary>Recipients counted against the month.</summary>
    public long Usage
    {
        get
        {
            lock (_lock)
                return _usage;
        }
    }

    public override void Seal(HttpRequestMessage request, byte[] body)
    {
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("x-line-signature", LineVoice.Sign(Secret, body));
        request.Headers.UserAgent.ParseAdd("LineBotWebhook/2.0");
    }

    public override byte[] Spell(JsonNode body) => LineVoice.Write(body);

    public override byte[] Again(byte[] body) => LineVoice.Again(body);

    public override TimeSpan? Pause(int attempt) => RedeliverAfterMs > 0 ? TimeSpan.FromMilliseconds(RedeliverAfterMs) : null;

    public bool TryTake(CallKind kind, long now, LineWeather weather) =>
        kind switch
        {
            CallKind.Push => _buckets[0].TryTake(now, weather.PushPerSecond, weather.Capacity),
            CallKind.Multicast => _buckets[1].TryTake(now, weather.MulticastPerSecond, weather.Capacity),
            CallKind.Reply => _buckets[2].TryTake(now, weather.ReplyPerSecond, weather.Capacity),
            _ => true,
        };

    /// <summary>Sees a retry key on an attempt that the weather ends before it is taken.</summary>
    public void Note(Guid? key, Send send, long now)
    {
        if (key is null)
            return;
        lock (_lock)
            See(key.Value, send, now);
    }

    /// <summary>Takes the request, or says why not; one step, so that two calls with one key are never both taken.</summary>
    public Verdict Decide(Visit visit, Send send, LineWeather weather)
    {
        var (kind, key, now) = (visit.Kind, visit.Key, visit.At);
        lock (_lock)
        {
            var earlier = key is { } known ? See(known, send, now) : null;
            if (earlier is { } accepted && !(weather.RecipientsFirst ?? RecipientsFirst))
                return new Verdict(Answer.AlreadyAccepted(accepted, kind == CallKind.Push), false, null);
            if (kind == CallKind.Push && (send.GroupOnly || !Knows(send.To[0], weather)))
                return Unknown(now, 1);

            var (silent, strangers) = Silent(send, weather);
            if (strangers > 0 && (weather.RefuseUnknownInMulticast ?? RefuseUnknownInMulticast))
                return Unknown(now, strangers);
            if (earlier is { } taken)
                return new Verdict(Answer.AlreadyAccepted(taken, kind == CallKind.Push), false, null);
            var counted = kind == CallKind.Reply ? 0 : send.To.Count - (silent?.Length ?? 0);
            if (weather.MonthlyQuota is { } quota && counted > 0 && _usage + counted > quota)
                return new Verdict(Answer.MonthlyLimit, false, null);

            _usage += counted;
            var receipt = new Receipt(
                visit.Request,
                Interlocked.Add(ref _messages, send.Messages) - send.Messages,
                send.Messages,
                send.Quotable
            );
            if (key is { } used)
                _keys.Accept(used, receipt);
            return new Verdict(kind == CallKind.Multicast ? Answer.Empty : Answer.Sent(receipt), true, silent);
        }
    }

    public bool Knows(UInt128 user, LineWeather weather) =>
        weather.KnowEveryone || (customers.Find(Channel.Line, user) is { } customer && (!declared || customer.Account == Id));

    public void Forget()
    {
        lock (_lock)
        {
            _keys.Clear();
            _usage = 0;
        }
    }

    private Receipt? See(Guid key, Send send, long now)
    {
        var (use, different, outlived) = _keys.Note(key, send.Body, now);
        if (different)
            violations.Add(now, Id, "retryKey.differentBody", key.ToString());
        if (outlived)
            violations.Add(now, Id, "retryKey.usedAfter24h", key.ToString());
        return use.Accepted;
    }

    private Verdict Unknown(long now, int count)
    {
        violations.Add(now, Id, "id.unknown", $"{count}");
        return new Verdict(Answer.UnknownRecipient, false, null);
    }

    private (UInt128[]? Silent, int Strangers) Silent(Send send, LineWeather weather)
    {
        List<UInt128>? silent = null;
        var strangers = 0;
        for (var i = 0; i < send.To.Count; i++)
        {
            var known = Knows(send.To[i], weather);
            if (!known)
                strangers++;
            if (known && customers.Find(Channel.Line, send.To[i]) is not { Blocked: true })
                continue;
            (silent ??= []).Add(send.To[i]);
        }

        return (silent?.ToArray(), strangers);
    }

    /// <param name="Answer">What to say.</param>
    /// <param name="Accepted">Whether this call was taken.</param>
    /// <param name="Silent">Recipients for whom nothing arrives.</param>
    internal readonly record struct Verdict(Answer Answer, bool Accepted, UInt128[]? Silent);
}
