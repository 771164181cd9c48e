using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>Who wrote, as told beside the messages: in any order, by number or by scoped id, or not at all.</summary>
internal sealed class WhatsAppContacts
{
    private readonly Dictionary<string, string>? names;

    public WhatsAppContacts(JsonElement value)
    {
        if (LooseJson.Array(value, "contacts"u8) is not { } contacts)
            return;
        foreach (var contact in contacts.EnumerateArray())
        {
            if (contact.ValueKind != JsonValueKind.Object)
                continue;
            if (contacts.GetArrayLength() == 1)
                Only = WhatsAppId.Read(contact, "wa_id"u8, "user_id"u8);
            if (LooseJson.Object(contact, "profile"u8) is not { } profile)
                continue;
            var name = VisibleText.OrNull(LooseJson.Text(profile, "name"u8)) ?? VisibleText.OrNull(LooseJson.Text(profile, "username"u8));
            if (name is null)
                continue;
            names ??= new(StringComparer.Ordinal);
            if (LooseJson.Text(contact, "wa_id"u8) is { } number)
                names[number] = name.Trim();
            if (LooseJson.Text(contact, "user_id"u8) is { } scoped)
                names[scoped] = name.Trim();
        }
    }

    /// <summary>The one person that is told of, if it is one.</summary>
    public string? Only { get; }

    public string? Name(string? id) => id is null ? null : names?.GetValueOrDefault(id);
}
