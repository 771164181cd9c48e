using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>
/// A system message: somebody changed their number, or their scoped id changed. By Graph version and date the former id stands in a member
/// of its own, beside the message, or in a sentence only; the number is told, or is not.
/// </summary>
internal static class WhatsAppSystem
{
    public static IReadOnlyList<InboundEvent> Read(MetaAccount account, JsonElement message, string id, string? user, DateTimeOffset at)
    {
        var system = LooseJson.Object(message, "system"u8);
        var type = system is { } told ? LooseJson.Text(told, "type"u8) ?? "" : "";
        var kept = EventCollector.Kept(account.Key, user, at, type.Length > 0 ? type : "system", message) with { Id = EventId.Of(id) };
        switch (type)
        {
            case "customer_identity_changed" or "user_identity_changed":
                return
                [
                    kept with
                    {
                        Body = new InboundBody.SystemMessage(SystemEvent.IdentityChanged, null),
                        Raw = user is null ? kept.Raw : null,
                    },
                ];
            case "user_changed_number" or "customer_changed_number" or "user_changed_user_id" when system is { } change:
                return Changed(message, change, kept) is { Count: > 0 } events ? events : [kept];
            default:
                return [kept];
        }
    }

    /// <summary>Whatever the person was called before is them from now on. By number where there is one, else by the scoped id.</summary>
    private static List<InboundEvent> Changed(JsonElement message, JsonElement change, InboundEvent kept)
    {
        var (before, after) = InWords(LooseJson.Text(change, "body"u8));
        var from = WhatsAppId.Usable(LooseJson.Text(message, "from"u8)?.TrimStart('+'));
        if (Now(change, after, from) is not { } now)
            return [];
        string?[] formers =
        [
            Known(LooseJson.Text(change, "previous_user_id"u8)),
            Known(LooseJson.Text(change, "customer"u8)),
            before,
            from,
            Known(LooseJson.Text(change, "wa_id"u8)),
            Known(LooseJson.Text(message, "from_user_id"u8)),
        ];
        var scoped = Scoped(LooseJson.Text(change, "user_id"u8)) ?? Scoped(after);
        return Renamed(kept with { UserId = now, Alias = scoped }, [.. formers.OfType<string>().Where(one => one != now)]);
    }

    /// <summary>What the person is called from now on.</summary>
    private static string? Now(JsonElement change, string? after, string? from)
    {
        var byNumber = !LooseJson.Is(change, "type"u8, "user_changed_user_id"u8);
        string?[] told =
        [
            LooseJson.Text(change, "new_wa_id"u8),
            LooseJson.Text(change, "wa_id"u8),
            after,
            LooseJson.Text(change, "user_id"u8),
        ];
        return told.Select(Number).FirstOrDefault(found => found is not null)
            ?? (byNumber ? null : Number(from))
            ?? told.Select(Scoped).FirstOrDefault(found => found is not null);
    }

    /// <param name="kept">Of who the person is now.</param>
    private static List<InboundEvent> Renamed(InboundEvent kept, IReadOnlyList<string> formers)
    {
        // The new id is also a former one of whoever wrote under it before this was told.
        var events = new List<InboundEvent>();
        foreach (var former in formers.Append(kept.Alias).OfType<string>().Where(one => one != kept.UserId).Distinct())
            events.Add(
                kept with
                {
                    Id = events.Count == 0 ? kept.Id : EventId.Of(kept.Id, former),
                    Body = new InboundBody.Renamed(former),
                    Raw = events.Count == 0 ? kept.Raw : null,
                }
            );
        if (formers.Count > 0)
            events.Add(
                kept with
                {
                    Id = EventId.Of("changed", kept.Id),
                    Body = new InboundBody.SystemMessage(SystemEvent.NumberChanged, null),
                    Raw = null,
                }
            );
        return events;
    }

    private static string? Number(string? id) => id?.TrimStart('+') is { } number && WhatsAppId.IsNumber(number) ? number : null;

    private static string? Scoped(string? id) => id is not null && WhatsAppId.IsScoped(id) ? id : null;

    private static string? Known(string? id) => Number(id) ?? WhatsAppId.Usable(id);

    /// <summary>"User … changed from … to …": the name is the person's own and may say anything, so the last words count.</summary>
    private static (string? Before, string? After) InWords(string? body)
    {
        const string From = " changed from ",
            To = " to ";
        if (body is null || body.LastIndexOf(From, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at))
            return default;
        var rest = body[(at + From.Length)..];
        var between = rest.IndexOf(To, StringComparison.OrdinalIgnoreCase);
        return between < 0 ? default : (One(rest[..between]), One(rest[(between + To.Length)..]));

        static string? One(string words) => words.Trim().TrimEnd('.').TrimStart('+') is { } id && WhatsAppId.IsRecipient(id) ? id : null;
    }
}
