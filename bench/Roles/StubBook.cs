using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>Ticks off who was sent to, so that every measured run also shows that nobody was left out or sent to twice. Costs well below a
/// microsecond a send.</summary>
internal sealed class StubBook
{
    private readonly Lock gate = new();
    private Guid[] keys = [];
    private long[] arrivals = [];
    private long requests,
        recipients,
        people,
        repeated,
        doubled,
        bodyBytes,
        profiles,
        awaited = long.MaxValue;
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "reset":
                lock (gate)
                {
                    keys = new Guid[how.GetProperty("people").GetInt32()];
                    arrivals = new long[keys.Length];
                    (requests, recipients, people, repeated, doubled, bodyBytes, profiles, awaited) = (0, 0, 0, 0, 0, 0, 0, long.MaxValue);
                    reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                return null;
            case "wait":
                Task enough;
                lock (gate)
                {
                    awaited = how.GetProperty("people").GetInt64();
                    enough = reached.Task;
                    if (people >= awaited)
                        reached.TrySetResult();
                }

                await enough.WaitAsync(TimeSpan.FromSeconds(how.GetProperty("seconds").GetDouble()), cancellationToken);
                goto case "count";
            case "told":
                lock (gate)
                    File.WriteAllLines(
                        how.GetProperty("file").GetString()!,
                        keys.Index().Where(one => one.Item != Guid.Empty).Select(one => $"{one.Index} {one.Item:N}")
                    );
                return null;
            case "arrivals":
                lock (gate)
                    return arrivals[how.GetProperty("first").GetInt32()..];
            case "count":
                lock (gate)
                    return new StubCount(requests, recipients, people, repeated, doubled, bodyBytes, profiles);
            default:
                throw new ArgumentException(what);
        }
    }

    /// <summary>Notes a send by WhatsApp: to whom, and our name for it, which must never come twice.</summary>
    public void SentKeyless(ReadOnlySpan<byte> to, ReadOnlySpan<byte> name, int bytes)
    {
        if (!Utf8Parser.TryParse(name, out Guid key, out _, 'N'))
            key = Guid.AllBitsSet;
        lock (gate)
        {
            requests++;
            bodyBytes += bytes;
            Tick(People.PhoneNumber(to), key);
            if (people >= awaited)
                reached.TrySetResult();
        }
    }

    /// <summary>Notes a send: <c>{"to":"U…"</c> or <c>{"to":["U…","U…"</c>.</summary>
    /// <param name="retryKey">As the header has it; empty where there is none.</param>
    public void Sent(ReadOnlySpan<byte> retryKey, ReadOnlySpan<byte> body)
    {
        if (!Utf8Parser.TryParse(retryKey, out Guid key, out _))
            key = Guid.AllBitsSet;
        var to = body.IndexOf("\"to\":"u8);
        lock (gate)
        {
            requests++;
            bodyBytes += body.Length;
            if (to >= 0)
            {
                var rest = body[(to + 5)..];
                var several = rest[0] == '[';
                if (several)
                    rest = rest[1..];
                while (rest.Length > People.IdLength + 2 && rest[0] == '"')
                {
                    Tick(People.Number(rest.Slice(1, People.IdLength)), key);
                    if (!several || rest[People.IdLength + 2] != ',')
                        break;
                    rest = rest[(People.IdLength + 3)..];
                }
            }

            if (people >= awaited)
                reached.TrySetResult();
        }
    }

    /// <summary>Notes a question for a profile.</summary>
    public void Asked() => Interlocked.Increment(ref profiles);

    private void Tick(int number, Guid key)
    {
        recipients++;
        if ((uint)number >= (uint)keys.Length)
            return;
        if (keys[number] == key)
            repeated++;
        else if (keys[number] != Guid.Empty)
            doubled++;
        else
            people++;
        keys[number] = key;
        arrivals[number] = Stopwatch.GetTimestamp();
    }
}

/// <summary>What came to the stub.</summary>
/// <param name="Requests">Sends.</param>
/// <param name="Recipients">Recipients of all sends.</param>
/// <param name="People">Different recipients.</param>
/// <param name="Repeated">Recipients sent to again under the same retry key: LINE delivers those once. It costs a call.</param>
/// <param name="Doubled">Recipients sent to again under another key: they would have it twice.</param>
/// <param name="BodyBytes">Bytes of all bodies.</param>
/// <param name="Profiles">Questions for a profile.</param>
internal sealed record StubCount(long Requests, long Recipients, long People, long Repeated, long Doubled, long BodyBytes, long Profiles);
