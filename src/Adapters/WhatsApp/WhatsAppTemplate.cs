using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One template of a listing, in our words.</summary>
internal static class WhatsAppTemplate
{
    private const int LongestName = 512,
        LongestWord = 60;

    /// <summary>Null for what has no name, no language or no status.</summary>
    public static MessageTemplate? Read(string waba, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        if (
            LooseJson.Text(item, "name"u8) is not { Length: > 0 and <= LongestName } name
            || Word(item, "language"u8) is not { } language
            || Word(item, "status"u8) is not { } status
        )
            return null;
        var template = new MessageTemplate
        {
            Scope = waba,
            Name = name,
            Language = language.Replace('-', '_'),
            Status = status.ToUpperInvariant(),
            Category = Word(item, "category"u8)?.ToUpperInvariant() ?? "",
            Format = string.Equals(Word(item, "parameter_format"u8), "NAMED", StringComparison.OrdinalIgnoreCase)
                ? ParameterFormat.Named
                : ParameterFormat.Positional,
            Body = "",
        };
        if (LooseJson.Array(item, "components"u8) is not { } components)
            return template with { IsBeyondUs = true };
        foreach (var component in components.EnumerateArray())
            template = With(template, component);
        return template.Body.Length == 0 ? template with { IsBeyondUs = true } : template;
    }

    private static MessageTemplate With(MessageTemplate template, JsonElement component)
    {
        if (component.ValueKind != JsonValueKind.Object)
            return template with { IsBeyondUs = true };
        var text = LooseJson.Text(component, "text"u8) ?? "";
        return Word(component, "type"u8)?.ToUpperInvariant() switch
        {
            "HEADER" => Header(template, Word(component, "format"u8)?.ToUpperInvariant() ?? "TEXT", text),
            "BODY" => template with { Body = text },
            "FOOTER" => template with { Footer = text },
            "BUTTONS" when LooseJson.Array(component, "buttons"u8) is { } buttons => buttons
                .EnumerateArray()
                .Aggregate(template, WithButton),
            _ => template with { IsBeyondUs = true },
        };
    }

    private static MessageTemplate Header(MessageTemplate template, string format, string text) =>
        format switch
        {
            "TEXT" => template with { Header = new(null, text) },
            "IMAGE" => template with { Header = new(MediaKind.Image, "") },
            "VIDEO" => template with { Header = new(MediaKind.Video, "") },
            "DOCUMENT" => template with { Header = new(MediaKind.File, "") },
            _ => template with { IsBeyondUs = true },
        };

    /// <summary>Quick replies and telephone numbers need nothing from us, a link perhaps its end. Whatever else there is wants
    /// more.</summary>
    private static MessageTemplate WithButton(MessageTemplate template, JsonElement button)
    {
        var type = button.ValueKind == JsonValueKind.Object ? Word(button, "type"u8)?.ToUpperInvariant() : null;
        if (type is not ("QUICK_REPLY" or "PHONE_NUMBER" or "URL"))
            return template with { IsBeyondUs = true };
        var made = new TemplateButton(LooseJson.Text(button, "text"u8) ?? "", type == "URL" ? LooseJson.Text(button, "url"u8) ?? "" : null);
        return template with { Buttons = [.. template.Buttons, made] };
    }

    private static string? Word(JsonElement parent, ReadOnlySpan<byte> name) =>
        LooseJson.Text(parent, name) is { Length: > 0 and <= LongestWord } word ? word : null;
}
