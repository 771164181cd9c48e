using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One message to one person. Our name for it travels as <c>biz_opaque_callback_data</c> and comes back in every status.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages"/>
internal static class WhatsAppBody
{
    public static byte[] Compose(Outbound outbound, OutboundMessage message, MediaSource? media) =>
        JsonBody.Write(json =>
        {
            var to = outbound.Recipients[0];
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("recipient_type"u8, "individual"u8);
            if (WhatsAppId.IsNumber(to))
                json.WriteString("to"u8, "+" + to);
            else
                json.WriteString("recipient"u8, to);
            switch (message)
            {
                case OutboundMessage.Text text:
                    json.WriteString("type"u8, "text"u8);
                    json.WriteStartObject("text"u8);
                    json.WriteString("body"u8, text.Words);
                    json.WriteEndObject();
                    break;
                case OutboundMessage.Media file:
                    json.WriteString("type"u8, Type(file.Kind));
                    Media(json, file, media);
                    break;
                case OutboundMessage.Template template:
                    json.WriteString("type"u8, "template"u8);
                    json.WriteStartObject("template"u8);
                    Template(json, template, media);
                    json.WriteEndObject();
                    break;
                default:
                    throw new NotSupportedException($"WhatsApp has no way to send a {message.GetType().Name}");
            }

            json.WriteString("biz_opaque_callback_data"u8, outbound.Correlation.ToString());
        });

    private static void Template(Utf8JsonWriter json, OutboundMessage.Template template, MediaSource? media)
    {
        json.WriteString("name"u8, template.Name);
        json.WriteStartObject("language"u8);
        json.WriteString("code"u8, template.Language);
        json.WriteEndObject();
        if (template.Parameters.Count == 0)
            return;
        json.WriteStartArray("components"u8);
        Component(json, "header", [.. template.Parameters.Where(parameter => parameter.Place == TemplatePlace.Header)], media);
        Component(json, "body", [.. template.Parameters.Where(parameter => parameter.Place == TemplatePlace.Body)], media);
        foreach (var button in template.Parameters.Where(parameter => parameter.Place == TemplatePlace.UrlButton))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "button"u8);
            json.WriteString("sub_type"u8, "url"u8);
            json.WriteString("index"u8, button.Name ?? "0");
            json.WriteStartArray("parameters"u8);
            Parameter(json, button with { Name = null }, media);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Component(Utf8JsonWriter json, string type, IReadOnlyList<TemplateParameter> parameters, MediaSource? media)
    {
        if (parameters.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in parameters)
            Parameter(json, parameter, media);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, TemplateParameter parameter, MediaSource? media)
    {
        json.WriteStartObject();
        if (parameter.Media is { } file)
        {
            json.WriteString("type"u8, Type(file.Kind));
            Media(json, file, media);
        }
        else
        {
            json.WriteString("type"u8, "text"u8);
            if (parameter.Name is { } name)
                json.WriteString("parameter_name"u8, name);
            json.WriteString("text"u8, parameter.Value ?? "");
        }

        json.WriteEndObject();
    }

    private static void Media(Utf8JsonWriter json, OutboundMessage.Media file, MediaSource? media)
    {
        if (media is null)
            throw new NotSupportedException("No address of the media is known");
        json.WriteStartObject(Type(file.Kind));
        if (media.PlatformId is { } uploaded)
            json.WriteString("id"u8, uploaded);
        else
            json.WriteString("link"u8, media.Url.AbsoluteUri);
        if (file.Kind == MediaKind.File && file.FileName.Length > 0)
            json.WriteString("filename"u8, file.FileName);
        if (file.Caption is { Length: > 0 } caption)
            json.WriteString("caption"u8, caption);
        json.WriteEndObject();
    }

    private static string Type(MediaKind kind) =>
        kind switch
        {
            MediaKind.Image => "image",
            MediaKind.Video => "video",
            MediaKind.Audio => "audio",
            _ => "document",
        };
}
