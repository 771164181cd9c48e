using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Everything the bot sent to Teams, in order, and what each activity shows now.</summary>
internal sealed class TeamsBook(SandboxClock clock)
{
    private const int Kept = 20_000;
    private readonly Lock _lock = new();
    private readonly List<TeamsEvent> _events = [];
    private readonly Dictionary<(string Conversation, string Id), Shown> _shown = [];
    private readonly SortedDictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private long _sequence;
    private long _lastId;

    public Bell Changed { get; } = new();

    public void Count(int status)
    {
        var name = status.ToString(CultureInfo.InvariantCulture);
        lock (_lock)
            _statuses[name] = _statuses.GetValueOrDefault(name) + 1;
    }

    /// <returns>The new activity's id: its time in milliseconds, made unique.</returns>
    public string Post(string conversation, string? replyTo, JsonElement activity, bool tellId)
    {
        lock (_lock)
        {
            _lastId = Math.Max(_lastId + 1, clock.Millis);
            var id = _lastId.ToString(CultureInfo.InvariantCulture);
            var written = Write("post", conversation, tellId ? id : null, replyTo, activity);
            _shown[(conversation, id)] = new Shown(id, conversation, replyTo, written.Sequence, written.Sequence, 0, activity);
            return id;
        }
    }

    public void Mention(string kind, string conversation, JsonElement? activity)
    {
        lock (_lock)
            Write(kind, conversation, null, null, activity);
    }

    public bool Update(string conversation, string id, JsonElement activity)
    {
        lock (_lock)
        {
            if (!_shown.TryGetValue((conversation, id), out var shown))
                return false;
            var written = Write("update", conversation, id, null, activity);
            _shown[(conversation, id)] = shown with { LastSequence = written.Sequence, Updates = shown.Updates + 1, Activity = activity };
            return true;
        }
    }

    public bool Delete(string conversation, string id)
    {
        lock (_lock)
        {
            if (!_shown.Remove((conversation, id)))
                return false;
            Write("delete", conversation, id, null, null);
            return true;
        }
    }

    public (long Sequence, IReadOnlyList<TeamsEvent> Events) After(string? conversation, long after)
    {
        lock (_lock)
        {
            var from = _events.Count == 0 ? 0 : (int)Math.Clamp(after + 1 - _events[0].Sequence, 0, _events.Count);
            return (_sequence, [.. _events.Skip(from).Where(e => conversation is null || e.Conversation == conversation)]);
        }
    }

    public object Read(string? conversation)
    {
        lock (_lock)
        {
            return new
            {
                Sequence = _sequence,
                Statuses = new SortedDictionary<string, int>(_statuses, StringComparer.Ordinal),
                Activities = _shown
                    .Values.Where(s => conversation is null || s.Conversation == conversation)
                    .OrderBy(s => s.Sequence)
                    .ToArray(),
                Events = _events.Where(e => conversation is null || e.Conversation == conversation).ToArray(),
            };
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _events.Clear();
            _shown.Clear();
            _statuses.Clear();
        }
    }

    private TeamsEvent Write(string kind, string conversation, string? id, string? replyTo, JsonElement? activity)
    {
        var written = new TeamsEvent(++_sequence, clock.Micros, kind, conversation, id, replyTo, activity);
        _events.Add(written);
        if (_events.Count > Kept)
            _events.RemoveRange(0, Kept / 10);
        Changed.Ring();
        return written;
    }

    /// <summary>An activity as people see it now.</summary>
    private sealed record Shown(
        string Id,
        string Conversation,
        string? ReplyTo,
        long Sequence,
        long LastSequence,
        int Updates,
        JsonElement Activity
    );
}
