using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>What people answer to buttons, lists and forms, what they order, and whom they pass on.</summary>
internal static class WhatsAppInteractive
{
    private const int Most = 30,
        MostPhones = 5,
        LongestForm = 64 * 1024,
        FormDepth = 16;

    public static WhatsAppCarried Read(JsonElement interactive)
    {
        if (LooseJson.Object(interactive, "button_reply"u8) is { } button)
            return WhatsAppCarried.Pressed(Filled(button, "title"u8));
        if (LooseJson.Object(interactive, "list_reply"u8) is { } list)
            return WhatsAppCarried.Pressed(Filled(list, "title"u8), Filled(list, "description"u8));
        if (LooseJson.Object(interactive, "nfm_reply"u8) is { } form)
            return Form(form);
        return new(MessageKind.Unknown, LooseJson.Text(interactive, "type"u8), null, false);
    }

    /// <summary>Whether the person lets us call them; null where that is not what was answered.</summary>
    public static bool? CallsAllowed(JsonElement message) =>
        LooseJson.Object(message, "interactive"u8) is { } interactive
        && LooseJson.Object(interactive, "call_permission_reply"u8) is { } reply
            ? LooseJson.Text(reply, "response"u8) switch
            {
                "accept" => true,
                "reject" => false,
                _ => null,
            }
            : null;

    /// <summary>The answers stand as JSON in a string, under the names that the form's maker gave them.</summary>
    private static WhatsAppCarried Form(JsonElement form)
    {
        var answers = new List<MessageItem>();
        if (LooseJson.Text(form, "response_json"u8) is { Length: > 0 and <= LongestForm } json)
        {
            try
            {
                using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = FormDepth });
                Answers(document.RootElement, answers);
            }
            catch (JsonException)
            {
                // What cannot be read is kept raw.
            }
        }

        return new(
            MessageKind.Form,
            Filled(form, "body"u8) ?? Filled(form, "name"u8),
            answers.Count == 0 ? null : new() { Items = answers },
            answers.Count > 0
        );
    }

    private static void Answers(JsonElement element, List<MessageItem> answers)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var answer in element.EnumerateObject())
        {
            if (answers.Count >= Most)
                return;
            if (answer.NameEquals("flow_token"u8))
                continue;
            if (answer.Value.ValueKind == JsonValueKind.Object)
                Answers(answer.Value, answers);
            else if (Said(answer.Value) is { Length: > 0 } said)
                answers.Add(new(answer.Name, said));
        }
    }

    private static string? Said(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => "✓",
            JsonValueKind.False => "✗",
            JsonValueKind.Array => string.Join(
                ", ",
                value.EnumerateArray().Take(Most).Select(Said).Where(said => !string.IsNullOrEmpty(said))
            ),
            _ => LooseJson.Text(value),
        };

    public static WhatsAppCarried Order(JsonElement order)
    {
        var products = new List<MessageItem>();
        if (LooseJson.Array(order, "product_items"u8) is { } items)
        {
            foreach (var item in items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(Most))
            {
                var price = LooseJson.Text(item, "item_price"u8) is { } each
                    ? $" × {each} {LooseJson.Text(item, "currency"u8)}".TrimEnd()
                    : "";
                products.Add(
                    new(
                        Filled(item, "name"u8) ?? Filled(item, "product_retailer_id"u8) ?? "?",
                        null,
                        $"{LooseJson.Text(item, "quantity"u8) ?? "1"}{price}"
                    )
                );
            }
        }

        return new(MessageKind.Order, Filled(order, "text"u8), products.Count == 0 ? null : new() { Items = products }, products.Count > 0);
    }

    public static WhatsAppCarried Cards(JsonElement cards)
    {
        var people = new List<MessageItem>();
        foreach (var card in cards.EnumerateArray().Where(card => card.ValueKind == JsonValueKind.Object).Take(Most))
        {
            var name = LooseJson.Object(card, "name"u8) is { } named
                ? Filled(named, "formatted_name"u8) ?? Filled(named, "first_name"u8)
                : null;
            var reach = Each(card, "phones"u8, "phone"u8, "wa_id"u8)
                .Concat(Each(card, "emails"u8, "email"u8, "email"u8))
                .Take(MostPhones)
                .ToList();
            if (name is not null || reach.Count > 0)
                people.Add(new(name ?? "?", reach.Count == 0 ? null : string.Join(", ", reach)));
        }

        return new(
            MessageKind.Contacts,
            people is [var first, ..] ? first.Title : null,
            people.Count == 0 ? null : new() { Items = people },
            people.Count > 0
        );
    }

    private static IEnumerable<string> Each(JsonElement card, ReadOnlySpan<byte> list, ReadOnlySpan<byte> member, ReadOnlySpan<byte> other)
    {
        var found = new List<string>();
        if (LooseJson.Array(card, list) is not { } all)
            return found;
        foreach (var one in all.EnumerateArray())
            if (one.ValueKind == JsonValueKind.Object && (Filled(one, member) ?? Filled(one, other)) is { } said)
                found.Add(said);
        return found;
    }

    private static string? Filled(JsonElement parent, ReadOnlySpan<byte> name) =>
        LooseJson.Text(parent, name) is { Length: > 0 } text ? text : null;
}
