using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What WhatsApp asks of the body of a send.</summary>
internal static partial class WhatsAppRules
{
    private const int MostText = 4_096;
    private const int MostCaption = 1_024;
    private const int MostCallbackData = 512;
    private const string CountryCode = "886";

    /// <param name="account">The number sent from.</param>
    /// <param name="body">The call's fields.</param>
    /// <param name="templates">Of its WABA.</param>
    /// <param name="notes">Gets what is allowed but not careful.</param>
    public static (MetaSend? Send, GraphError? Error) Read(
        MetaAccount account,
        JsonObject body,
        IReadOnlyList<Template> templates,
        List<(string Kind, string Detail)> notes
    )
    {
        if (GraphBody.Text(body["messaging_product"]) != "whatsapp")
            return Bad("The parameter messaging_product is required.");
        if (GraphBody.Text(body["status"]) == "read")
            return GraphBody.Text(body["message_id"]) is null ? Missing("message_id") : (new MetaSend("", "action"), null);
        if (GraphBody.Text(body["recipient_type"]) is not (null or "individual"))
            return Bad("Param recipient_type must be individual.");
        var (to, input, wrong) = Recipient(account, body, notes);
        if (to is null)
            return (null, wrong);
        var data = GraphBody.Text(body["biz_opaque_callback_data"]);
        if (data is { Length: > MostCallbackData })
            return Bad($"Param biz_opaque_callback_data must be at most {MostCallbackData} characters long.");
        var type = GraphBody.Text(body["type"]) ?? "text";
        if (body[type] is not JsonObject content)
            return Missing(type);
        var (send, error) = type switch
        {
            "text" => Text(content, to),
            "image" or "video" or "audio" or "document" or "sticker" => Media(type, content, to),
            "template" => FromTemplate(content, templates, to),
            "interactive" or "location" or "contacts" or "reaction" => (new MetaSend(to, type), null),
            _ => (null, GraphErrors.WhatsApp(131_051, "Unsupported message type", $"{type} is not supported")),
        };
        return (send is null ? null : send with { Correlation = data, Input = input }, error);
    }

    private static (string? To, string? Input, GraphError? Error) Recipient(
        MetaAccount account,
        JsonObject body,
        List<(string Kind, string Detail)> notes
    )
    {
        var (to, bsuid) = (GraphBody.Text(body["to"]), GraphBody.Text(body["recipient"]));
        if (string.IsNullOrEmpty(to))
        {
            if (string.IsNullOrEmpty(bsuid))
                return (null, null, GraphErrors.WhatsApp(131_008, "Required parameter is missing", "to or recipient is required"));
            return Bsuid().IsMatch(bsuid) ? (bsuid, bsuid, null) : (null, null, Invalid("recipient is no business-scoped user id"));
        }

        var digits = Separators().Replace(to, "");
        if (!Phone().IsMatch(digits))
            return (null, null, Invalid("to is no phone number"));
        if (digits[0] == '+')
            return Self(digits[1..]);
        notes.Add(("to.withoutPlus", "WhatsApp may put the country code of the sender in front"));
        return Self(digits[0] == '0' ? CountryCode + digits[1..] : digits);

        (string?, string?, GraphError?) Self(string number) =>
            number == account.Phone ? (null, null, GraphErrors.ToOneself) : (number, to, null);
    }

    private static (MetaSend? Send, GraphError? Error) Text(JsonObject content, string to) =>
        GraphBody.Text(content["body"]) switch
        {
            null or "" => Missing("text.body"),
            { Length: > MostText } => Bad($"Param text['body'] must be at most {MostText} characters long."),
            var words => (new MetaSend(to, "text") { Text = words }, null),
        };

    private static (MetaSend? Send, GraphError? Error) Media(string type, JsonObject content, string to)
    {
        var (id, link, caption) = (GraphBody.Text(content["id"]), GraphBody.Text(content["link"]), GraphBody.Text(content["caption"]));
        if (id is null == link is null)
            return Bad($"Exactly one of {type}['id'] and {type}['link'] must be given.");
        if (link is not null && !GraphBody.IsAddress(link))
            return Bad($"Param {type}['link'] is not a valid URI.");
        if (caption is { Length: > MostCaption })
            return Bad($"Param {type}['caption'] must be at most {MostCaption} characters long.");
        if (caption is not null && type is ("audio" or "sticker"))
            return Bad($"Param {type}['caption'] is not allowed.");
        return (
            new MetaSend(to, type)
            {
                MediaId = id,
                Url = link,
                Text = caption,
            },
            null
        );
    }

    private static (MetaSend? Send, GraphError? Error) FromTemplate(JsonObject content, IReadOnlyList<Template> templates, string to)
    {
        var (name, language) = (GraphBody.Text(content["name"]), GraphBody.Text(content["language"]?["code"]));
        if (name is null || language is null)
            return Missing(name is null ? "template.name" : "template.language.code");
        var template = templates.FirstOrDefault(t => t.Name == name && t.Language == language);
        var refusal = template?.Status switch
        {
            "APPROVED" => null,
            "PAUSED" => GraphErrors.WhatsApp(132_015, "Template is Paused", "The template is paused because of its quality."),
            "DISABLED" => GraphErrors.WhatsApp(132_016, "Template is Disabled", "The template is disabled for good."),
            _ => GraphErrors.WhatsApp(
                132_001,
                "Template name does not exist in the translation",
                $"template name ({name}) does not exist in {language}",
                404
            ),
        };
        if (refusal is not null)
            return (null, refusal);
        if (template!.Category == "AUTHENTICATION" && to.Contains('.', StringComparison.Ordinal))
            return (null, GraphErrors.BsuidNotHere);
        var (text, media, error) = TemplateRules.Fill(template, content["components"] as JsonArray ?? []);
        if (error is not null)
            return (null, error);
        var isLink = media is not null && GraphBody.IsAddress(media);
        return (
            new MetaSend(to, "template")
            {
                Text = text,
                Url = isLink ? media : null,
                MediaId = isLink ? null : media,
                Template = template,
            },
            null
        );
    }

    private static GraphError Invalid(string details) => GraphErrors.WhatsApp(131_009, "Parameter value is not valid", details);

    private static (MetaSend?, GraphError?) Missing(string what) =>
        (null, GraphErrors.WhatsApp(131_008, "Required parameter is missing", $"{what} is required"));

    private static (MetaSend?, GraphError?) Bad(string message) => (null, GraphError.Parameter(message) with { Details = message });

    [GeneratedRegex(@"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$")]
    private static partial Regex Bsuid();

    [GeneratedRegex(@"^\+?[0-9]{7,15}$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"[\s()-]")]
    private static partial Regex Separators();
}
