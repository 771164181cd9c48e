using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Something that a member of staff did, and that was done.</summary>
/// <param name="Own">Whether the conversation was in progress (and so theirs) before.</param>
internal sealed record StaffAct(string What, CustomerKey Customer, string Staff, string? To, DateTimeOffset At, bool Own);

/// <summary>
/// What all that happened to the customers of an account amounts to, told plainly: who is the same person, then everything once each in the
/// order of time, and of one time in the order in which it came. Nothing optimised, and nothing shared with the scripts.
/// </summary>
internal sealed record PersonFold(
    CustomerKey Key,
    ConversationState State,
    string? Assignee,
    string? LastOwner,
    DateTimeOffset? WaitingSince,
    DateTimeOffset? LastSaidAt,
    string? LastText,
    DateTimeOffset? LastAnsweredAt,
    string? Name,
    string Tags,
    string Transcript
)
{
    /// <param name="events">Each once, in the order in which they came first.</param>
    /// <param name="acts">In the order in which they were done.</param>
    public static IReadOnlyList<PersonFold> Of(IReadOnlyList<InboundEvent> events, IReadOnlyList<StaffAct> acts)
    {
        var moves = Moves(events);
        CustomerKey End(CustomerKey key)
        {
            while (moves.TryGetValue(key.UserId, out var to))
                key = key with { UserId = to };
            return key;
        }

        return
        [
            .. events
                .GroupBy(inbound => End(inbound.Customer!.Value))
                .OrderBy(person => person.Key.UserId, StringComparer.Ordinal)
                .Select(person =>
                    One(person.Key, [.. person.OrderBy(inbound => inbound.At)], [.. acts.Where(act => End(act.Customer) == person.Key)])
                ),
        ];
    }

    /// <summary>The latest from each id; of those in a circle the oldest is overtaken.</summary>
    private static Dictionary<string, string> Moves(IEnumerable<InboundEvent> events)
    {
        var moves = new Dictionary<string, string>();
        foreach (var rename in events.Where(inbound => inbound.Body is InboundBody.Renamed).OrderBy(inbound => inbound.At))
        {
            var (former, now) = (((InboundBody.Renamed)rename.Body).Former, rename.UserId!);
            moves.Remove(now);
            moves[former] = now;
        }

        return moves;
    }

    private static PersonFold One(CustomerKey key, InboundEvent[] events, StaffAct[] acts)
    {
        var answered = Latest(
            events
                .Where(inbound => inbound.Body is InboundBody.Echo { Automatic: false })
                .Select(inbound => inbound.At)
                .Concat(acts.Where(act => act.What == "answer").Select(act => act.At))
        );
        var close = acts.Where(act => act.What == "close").MaxBy(act => act.At);
        var decided = acts.LastOrDefault(act => act.What is "take" or "reopen" or "pass" || (act.What == "close" && act.Own));
        var assignee = decided?.What switch
        {
            "take" or "reopen" => decided.Staff,
            "pass" => decided.To,
            _ => null,
        };
        var till = Latest(((DateTimeOffset?[])[answered, close?.At]).OfType<DateTimeOffset>());
        var counting = events
            .Where(inbound => inbound is { Standby: false, Body: InboundBody.Message })
            .Select(inbound => inbound.At)
            .ToArray();
        var last = events.LastOrDefault(inbound => inbound.Body is InboundBody.Message);
        var name = events
            .Where(inbound => inbound.Name is not null)
            .OrderBy(inbound => inbound.At)
            .ThenBy(inbound => Encoding.UTF8.GetBytes(inbound.Name!), Bytes)
            .LastOrDefault()
            ?.Name;
        return new(
            key,
            assignee is not null ? ConversationState.InProgress
                : counting.Any(at => close is null || at > close.At) ? ConversationState.Pending
                : ConversationState.Closed,
            assignee,
            close?.Staff,
            counting.Where(at => till is null || at > till).Select(at => (DateTimeOffset?)at).FirstOrDefault(),
            last?.At,
            last is null ? null : Said(events, (InboundBody.Message)last.Body).Text,
            answered,
            name,
            string.Join(' ', acts.Where(act => act.What == "tag").Select(act => act.Staff).Distinct().Order(StringComparer.Ordinal)),
            string.Join('\n', Lines(events, acts))
        );
    }

    private static IEnumerable<string> Lines(InboundEvent[] events, StaffAct[] acts)
    {
        var lines = events
            .Select(inbound => (inbound.At, Line: Line(events, inbound)))
            .Where(line => line.Line is not null)
            .Concat(acts.Where(act => act.What == "answer").Select(act => (act.At, Line: (string?)$"{act.Staff}: answer")));
        return lines
            .OrderBy(line => line.At)
            .Select(line => $"{line.At.ToUnixTimeMilliseconds() % 1_000_000} {line.Line}")
            .TakeLast(Conversations.TranscriptLength);
    }

    private static string? Line(InboundEvent[] events, InboundEvent inbound) =>
        inbound.Body switch
        {
            InboundBody.Message message => "customer: " + Told(events, message.MessageId, message.Text),
            InboundBody.Echo echo =>
                $"{(echo.Automatic ? TranscriptEntry.AnotherApp : TranscriptEntry.PlatformInbox)}: {Told(events, echo.MessageId, echo.Text)}",
            InboundBody.Reaction { Emoji: { } emoji } reaction when Stands(events, inbound, reaction) => "customer: " + emoji,
            InboundBody.Postback postback => "customer: " + postback.Data,
            _ => null,
        };

    private static bool Stands(InboundEvent[] events, InboundEvent inbound, InboundBody.Reaction reaction)
    {
        var same = events.Where(other => other.Body is InboundBody.Reaction one && one.MessageId == reaction.MessageId).ToArray();
        return !same.Any(other => other.Body is InboundBody.Reaction { Emoji: null } && other.At >= inbound.At)
            && same.Where(other => other.Body is InboundBody.Reaction { Emoji: not null })
                .OrderBy(other => other.At)
                .ThenBy(other => Keys.Encode(other.Id), StringComparer.Ordinal)
                .Last()
                .Id == inbound.Id;
    }

    private static string Told(InboundEvent[] events, string message, string? text)
    {
        var (words, edited, unsent) = Said(events, message, text);
        return $"{words}{(edited ? " (edited)" : "")}{(unsent ? " (unsent)" : "")}";
    }

    private static (string? Text, bool Edited, bool Unsent) Said(InboundEvent[] events, InboundBody.Message message) =>
        Said(events, message.MessageId, message.Text);

    private static (string? Text, bool Edited, bool Unsent) Said(InboundEvent[] events, string message, string? text)
    {
        if (events.Any(inbound => inbound.Body is InboundBody.Unsent unsent && unsent.MessageId == message))
            return (null, false, true);
        var edit = events
            .Where(inbound => inbound.Body is InboundBody.Edited edited && edited.MessageId == message)
            .OrderBy(inbound => inbound.At)
            .ThenBy(inbound => Keys.Encode(inbound.Id), StringComparer.Ordinal)
            .LastOrDefault();
        return edit is null ? (text, false, false) : (((InboundBody.Edited)edit.Body).Text, true, false);
    }

    private static DateTimeOffset? Latest(IEnumerable<DateTimeOffset> times) => times.Select(at => (DateTimeOffset?)at).Max();

    private static readonly Comparer<byte[]> Bytes = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
}
