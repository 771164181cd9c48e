using System.Text.Json;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Reads a send's body as strictly as LINE does.</summary>
internal sealed class SendReader(CallBook book, Violations violations)
{
    private const int MaxRecipients = 500;

    /// <summary>Either the send or the answer that refuses it.</summary>
    public (Send? Send, Answer? Refusal) Read(CallKind kind, ReadOnlySpan<byte> body, string account, long at)
    {
        try
        {
            var fields = Fields.Read(body);
            var errors = new List<(string Message, string Property)>();
            var (messages, quotable, content) = Messages(fields.Messages(body), errors);
            Check(kind, fields, errors);
            if (errors.Count > 0)
                return Refuse(Answer.Invalid(errors), "body.invalid", string.Join("; ", errors.Select(e => $"{e.Property}: {e.Message}")));

            if (BadTo(kind, fields) is { } malformed)
                return Refuse(malformed.Answer, "id.malformed", malformed.Place);
            var to = kind switch
            {
                CallKind.Push => fields.ToIsGroup ? default : new Recipients(fields.To[0]),
                CallKind.Multicast => new Recipients(Distinct(fields.To, account, at)),
                _ => default,
            };
            return (
                new Send(to, fields.ReplyToken, messages, quotable, content, Fingerprint.Of(body, (ulong)kind), fields.ToIsGroup),
                null
            );
        }
        catch (JsonException e)
        {
            return Refuse(Answer.Unparsable((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1), "body.invalid", "not JSON");
        }

        (Send?, Answer?) Refuse(Answer answer, string violation, string detail)
        {
            violations.Add(at, account, violation, detail);
            return (null, answer);
        }
    }

    private static void Check(CallKind kind, Fields fields, List<(string Message, string Property)> errors)
    {
        if (fields.BadUnits)
            errors.Add(("Must be an array of at most one name of 1 to 30 letters, digits and underscores", "customAggregationUnits"));
        if (kind == CallKind.Multicast && fields.ToCount is 0 or > MaxRecipients && fields.ToIsArray)
            errors.Add(("Size must be between 1 and 500", "to"));
        if (kind == CallKind.Reply && string.IsNullOrEmpty(fields.ReplyToken))
            errors.Add(("May not be empty", "replyToken"));
    }

    private static (Answer Answer, string Place)? BadTo(CallKind kind, Fields fields) =>
        kind switch
        {
            CallKind.Push when fields.ToIsArray || (fields.BadTo >= 0 && !fields.ToIsGroup) || fields.ToCount == 0 => (Answer.BadTo, "to"),
            CallKind.Multicast when !fields.ToIsArray => (Answer.BadTo, "to"),
            CallKind.Multicast when fields.BadTo >= 0 => (Answer.BadToAt(fields.BadTo), $"to[{fields.BadTo}]"),
            _ => null,
        };

    private UInt128[] Distinct(List<UInt128> ids, string account, long at)
    {
        var once = new HashSet<UInt128>(ids);
        if (once.Count == ids.Count)
            return [.. ids];
        violations.Add(at, account, "id.duplicate", $"{ids.Count - once.Count} of {ids.Count}");
        return [.. once];
    }

    /// <summary>What was checked once need not be checked again: a campaign's messages are the same thousands of times.</summary>
    private (int Count, int Quotable, ulong Digest) Messages(ReadOnlySpan<byte> raw, List<(string, string)> errors)
    {
        if (raw.IsEmpty)
        {
            errors.Add(("May not be empty", "messages"));
            return default;
        }

        var digest = Fingerprint.Of(raw);
        var copy = book.Contents.TryGetValue(digest, out var known) ? known : raw.ToArray();
        using var document = JsonDocument.Parse(copy);
        var messages = document.RootElement;
        if (known is null)
        {
            MessageRules.Check(messages, errors);
            if (errors.Count > 0)
                return default;
            book.Contents.TryAdd(digest, copy);
        }

        var quotable = 0;
        for (var i = 0; i < messages.GetArrayLength(); i++)
        {
            if (MessageRules.GetsQuoteToken(messages[i].GetProperty("type").GetString()))
                quotable |= 1 << i;
        }

        return (messages.GetArrayLength(), quotable, digest);
    }

    private sealed class Fields
    {
        private Range _messages;

        public List<UInt128> To { get; } = [];

        public int ToCount { get; private set; }

        public bool ToIsArray { get; private set; }

        public bool ToIsGroup { get; private set; }

        /// <summary>Place of the first malformed id, or -1.</summary>
        public int BadTo { get; private set; } = -1;

        public bool BadUnits { get; private set; }

        public string? ReplyToken { get; private set; }

        public ReadOnlySpan<byte> Messages(ReadOnlySpan<byte> body) => body[_messages];

        public static Fields Read(ReadOnlySpan<byte> body)
        {
            var fields = new Fields();
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("to"u8))
                    fields.ReadTo(ref json);
                else if (json.ValueTextEquals("messages"u8))
                    fields.ReadMessages(ref json);
                else if (json.ValueTextEquals("replyToken"u8))
                    fields.ReplyToken = json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : Skip(ref json);
                else if (json.ValueTextEquals("customAggregationUnits"u8))
                    fields.ReadUnits(ref json);
                else
                    Skip(ref json);
            }

            // Reads on to the end, so that whatever trails the object is found.
            while (json.Read()) { }

            return fields;
        }

        private static string? Skip(ref Utf8JsonReader json)
        {
            json.Skip();
            return null;
        }

        private void ReadTo(ref Utf8JsonReader json)
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray)
            {
                ToIsArray = true;
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    Take(ref json);
            }
            else
            {
                ToIsGroup = json.TokenType == JsonTokenType.String && LineId.IsGroup(json.ValueSpan);
                if (json.TokenType != JsonTokenType.Null)
                    Take(ref json);
            }
        }

        private void Take(ref Utf8JsonReader json)
        {
            if (json.TokenType == JsonTokenType.String && LineId.TryParse(json.ValueSpan, out var id))
                To.Add(id);
            else if (BadTo < 0)
                BadTo = ToCount;
            ToCount++;
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                json.Skip();
        }

        private void ReadMessages(ref Utf8JsonReader json)
        {
            json.Read();
            var start = (int)json.TokenStartIndex;
            if (json.TokenType == JsonTokenType.Null)
                return;
            json.Skip();
            _messages = start..(int)json.BytesConsumed;
        }

        private void ReadUnits(ref Utf8JsonReader json)
        {
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
                return;
            using var units = JsonDocument.ParseValue(ref json);
            BadUnits =
                units.RootElement.ValueKind != JsonValueKind.Array
                || units.RootElement.GetArrayLength() > 1
                || units
                    .RootElement.EnumerateArray()
                    .Any(u => u.ValueKind != JsonValueKind.String || !MessageRules.IsUnitName(u.GetString()!));
        }
    }
}
