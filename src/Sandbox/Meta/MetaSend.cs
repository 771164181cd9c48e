using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Ledger;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A well-formed send.</summary>
/// <param name="To">A scoped id, a phone number's digits, or a business-scoped id.</param>
/// <param name="Kind">text, image, images, video, audio, file, document, template, action …</param>
internal sealed record MetaSend(string To, string Kind)
{
    /// <summary>The words, a caption, or a template's body filled in.</summary>
    public string? Text { get; init; }

    /// <summary>Media by address.</summary>
    public string? Url { get; init; }

    /// <summary>Media by the platform's id.</summary>
    public string? MediaId { get; init; }

    /// <summary>metadata or biz_opaque_callback_data.</summary>
    public string? Correlation { get; init; }

    /// <summary>A file came along in the same call.</summary>
    public bool HasFile { get; init; }

    /// <summary>is_reusable: the address becomes an upload.</summary>
    public bool Reusable { get; init; }

    /// <summary>Seven days instead of one, for people who type themselves.</summary>
    public bool ByHuman { get; init; }

    /// <summary>As the caller wrote the recipient.</summary>
    public string? Input { get; init; }

    public Template? Template { get; init; }

    public bool IsAction => Kind == "action";

    public CallKind Counts =>
        IsAction ? CallKind.Action
        : Kind is "audio" or "video" || (Kind is "image" or "images" && Url is not null) ? CallKind.SendMedia
        : CallKind.Send;

    /// <summary>What the ledger keeps of it: nothing that differs between two sends of the same.</summary>
    public byte[] Content()
    {
        var message = new JsonObject { ["type"] = Kind };
        if (Text is not null)
            message["text"] = Text;
        if (Template is not null)
            message["template"] = $"{Template.Name}/{Template.Language}";
        if ((MediaId ?? Url) is { } media)
            message["media"] = media;
        return GraphJson.Write(new JsonArray(message));
    }
}
