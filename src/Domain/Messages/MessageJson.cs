using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OmoBroadcast.Domain.Messages;

/// <summary>
/// A message as compact JSON on one line: members that say nothing are left out. Bounded: what is too long is cut, and of what is too much
/// the end is only counted. Reading takes what it can and never throws.
/// </summary>
public static class MessageJson
{
    /// <summary>Without the words.</summary>
    public const int MostBytes = 16 * 1024;

    public const int MostItems = 30,
        MostMedia = 10;

    private const int LongestTitle = 200,
        LongestDetail = 400,
        LongestAmount = 60,
        LongestAddress = 2_000,
        LongestId = 512,
        LongestType = 100;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="kind">Null to leave it out, where it stands elsewhere.</param>
    /// <param name="text">Its words, uncut; null to leave them out.</param>
    public static string Write(MessageKind? kind, string? text, MessageDetails? details)
    {
        var kept = details is null ? new MessageDetails() : Bounded(details);
        while (Once(kind, null, kept) is { WrittenCount: > MostBytes } && kept.Media.Count + kept.Items.Count > 1)
            kept =
                kept.Items.Count > 0
                    ? kept with
                    {
                        Items = [.. kept.Items.SkipLast(1)],
                        Omitted = kept.Omitted + 1,
                    }
                    : kept with
                    {
                        Media = [.. kept.Media.SkipLast(1)],
                        Omitted = kept.Omitted + 1,
                    };
        return Encoding.UTF8.GetString(Once(kind, text, kept).WrittenSpan);
    }

    /// <summary>What <see cref="Write"/> was given, as far as it can be read.</summary>
    public static (MessageKind? Kind, string? Text, MessageDetails? Details) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return default;
            return (
                root.TryGetProperty("kind", out _) ? Of<MessageKind>(root, "kind") ?? MessageKind.Unknown : null,
                Text(root, "text"),
                Details(root).OrNull()
            );
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static MessageDetails Details(JsonElement root) =>
        new()
        {
            Items = List(root, "items", item =>
                Text(item, "title") is { } title ? new MessageItem(title, Text(item, "detail"), Text(item, "amount")) : null
            ),
            Media = List(root, "media", item =>
                Text(item, "at") is { } at
                    ? new MessageMedia(Of<MessageKind>(item, "kind") ?? MessageKind.Unknown, at, Text(item, "type"))
                    : null
            ),
            Place = Object(root, "place") is { } place
                ? new(Degrees(place, "latitude"), Degrees(place, "longitude"), Text(place, "name"), Text(place, "address"))
                : null,
            Quoted = Text(root, "quoted"),
            Referral = Object(root, "referral") is { } referral
                ? new(
                    Of<ReferralSource>(referral, "source") ?? ReferralSource.Link,
                    Text(referral, "title"),
                    Text(referral, "url"),
                    Text(referral, "picture")
                )
                : null,
            Event = root.TryGetProperty("event", out _) ? Of<SystemEvent>(root, "event") ?? SystemEvent.Other : null,
            Omitted =
                root.TryGetProperty("omitted", out var more) && more.ValueKind == JsonValueKind.Number && more.TryGetInt32(out var count)
                    ? count
                    : 0,
        };

    /// <summary>An address as long as no platform's, or with something in it that is in no address, is none.</summary>
    public static string? Address(string? at) =>
        at is { Length: > 0 and <= LongestAddress } && !at.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)) ? at : null;

    private static MessageDetails Bounded(MessageDetails details)
    {
        var media = details
            .Media.Where(one => Address(one.At) is not null)
            .Select(one => one with { Type = Cut(one.Type, LongestType) })
            .ToList();
        return details with
        {
            Items =
            [
                .. details
                    .Items.Take(MostItems)
                    .Select(item => new MessageItem(
                        Cut(item.Title, LongestTitle)!,
                        Cut(item.Detail, LongestDetail),
                        Cut(item.Amount, LongestAmount)
                    )),
            ],
            Media = [.. media.Take(MostMedia)],
            Omitted = details.Omitted + Math.Max(0, details.Items.Count - MostItems) + Math.Max(0, media.Count - MostMedia),
            Quoted = details.Quoted is { Length: <= LongestId } ? details.Quoted : null,
            Place = details.Place is { } place
                ? place with
                {
                    Name = Cut(place.Name, LongestTitle),
                    Address = Cut(place.Address, LongestDetail),
                }
                : null,
            Referral = details.Referral is { } referral
                ? referral with
                {
                    Title = Cut(referral.Title, LongestTitle),
                    Url = Address(referral.Url),
                    Picture = Address(referral.Picture),
                }
                : null,
        };
    }

    private static ArrayBufferWriter<byte> Once(MessageKind? kind, string? text, MessageDetails details)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        if (kind is { } known)
            json.WriteString("kind", Word(known));
        Say(json, "text", text);
        if (details.Event is { } happened)
            json.WriteString("event", Word(happened));
        Items(json, details);
        if (details.Place is { } place)
            WritePlace(json, place);
        Say(json, "quoted", details.Quoted);
        if (details.Referral is { } referral)
        {
            json.WriteStartObject("referral");
            json.WriteString("source", Word(referral.Source));
            Say(json, "title", referral.Title);
            Say(json, "url", referral.Url);
            Say(json, "picture", referral.Picture);
            json.WriteEndObject();
        }

        if (details.Omitted > 0)
            json.WriteNumber("omitted", details.Omitted);
        json.WriteEndObject();
        return buffer;
    }

    private static void Items(Utf8JsonWriter json, MessageDetails details)
    {
        if (details.Items.Count > 0)
        {
            json.WriteStartArray("items");
            foreach (var item in details.Items)
            {
                json.WriteStartObject();
                json.WriteString("title", item.Title);
                Say(json, "detail", item.Detail);
                Say(json, "amount", item.Amount);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (details.Media.Count == 0)
            return;
        json.WriteStartArray("media");
        foreach (var one in details.Media)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(one.Kind));
            json.WriteString("at", one.At);
            Say(json, "type", one.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, MessagePlace place)
    {
        json.WriteStartObject("place");
        if (place.Latitude is { } latitude)
            json.WriteNumber("latitude", latitude);
        if (place.Longitude is { } longitude)
            json.WriteNumber("longitude", longitude);
        Say(json, "name", place.Name);
        Say(json, "address", place.Address);
        json.WriteEndObject();
    }

    private static void Say(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static TEnum? Of<TEnum>(JsonElement parent, string name)
        where TEnum : struct, Enum =>
        Text(parent, name) is { } word && Enum.TryParse<TEnum>(word, ignoreCase: true, out var found) && Enum.IsDefined(found)
            ? found
            : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()
            : null;

    private static double? Degrees(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var degrees)
            ? degrees
            : null;

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;

    private static IReadOnlyList<T> List<T>(JsonElement parent, string name, Func<JsonElement, T?> read)
        where T : class =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray().Select(read).OfType<T>()]
            : [];

    private static string? Cut(string? text, int longest) =>
        text is null || text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
