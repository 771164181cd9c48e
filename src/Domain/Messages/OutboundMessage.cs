namespace OmoBroadcast.Domain.Messages;

/// <summary>One message of a <see cref="Content"/>.</summary>
public abstract record OutboundMessage
{
    private OutboundMessage() { }

    public sealed record Text(string Words) : OutboundMessage;

    /// <summary>A picture, video, sound or file of ours.</summary>
    /// <param name="MediaId">The unguessable id it is kept and served under.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="PreviewId">The id of a preview image (JPEG), where one was made.</param>
    /// <param name="Caption">The words that go with it as one message; see <see cref="Content.Captioned"/>.</param>
    public sealed record Media(
        MediaKind Kind,
        string MediaId,
        string FileName,
        string ContentType,
        long Size,
        string? PreviewId = null,
        string? Caption = null
    ) : OutboundMessage;

    /// <summary>A template that the platform has approved, with its parameters filled in. Values may hold variables as texts do.</summary>
    /// <param name="Body">The finished words of the body, for previews and lists; empty for one that is chosen and not filled in
    /// yet.</param>
    /// <param name="Frame">What stands around the body, for previews.</param>
    public sealed record Template(
        string Scope,
        string Name,
        string Language,
        IReadOnlyList<TemplateParameter> Parameters,
        string Body,
        TemplateFrame? Frame = null
    ) : OutboundMessage;
}

/// <summary>What a template shows around its body. The platform has it already: nothing of it is sent.</summary>
/// <param name="Header">Its words; null where it is media or there is none.</param>
/// <param name="Buttons">What stands on them, and where they lead.</param>
public sealed record TemplateFrame(string? Header, string? Footer, IReadOnlyList<string> Buttons);

/// <summary>One parameter of a template.</summary>
/// <param name="Place">The component it stands in.</param>
/// <param name="Name">Its name where the template names its parameters; for a button its index from 0; else null: parameters stand in their
/// order.</param>
/// <param name="Value">The text, or for a header the text of a text header; null when <paramref name="Media"/> is meant.</param>
public sealed record TemplateParameter(TemplatePlace Place, string? Name, string? Value, OutboundMessage.Media? Media = null);

/// <summary>Where a template's parameter stands.</summary>
public enum TemplatePlace
{
    Header,
    Body,
    UrlButton,
}

/// <summary>What a file is to a platform.</summary>
public enum MediaKind
{
    Image,
    Video,
    Audio,
    File,
}
