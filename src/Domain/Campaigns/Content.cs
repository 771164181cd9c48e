using System.Text.RegularExpressions;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// What is sent: up to <see cref="MostMessages"/> messages, in order. As composed it may hold the variables <c>{{customer_name}}</c>,
/// <c>{{staff_name}}</c> (whose customer it is) and <c>{{store_name}}</c>, each also with a fallback of its own, <c>{{customer_name|friend}}</c>; signed it holds
/// only those that differ by person, rendered none.
/// </summary>
public sealed partial record Content(IReadOnlyList<OutboundMessage> Messages)
{
    public const int MostMessages = 5;

    private const string CustomerName = "customer_name", StaffName = "staff_name", StoreName = "store_name";

    /// <summary>The variables there are.</summary>
    public static readonly IReadOnlyList<string> Variables = [CustomerName, StaffName, StoreName];

    public bool DiffersByPerson => Messages.SelectMany(Words).Any(words => Variable().IsMatch(words));

    /// <summary>The template this content sends; null when it sends messages of its own.</summary>
    public OutboundMessage.Template? Template => Messages.OfType<OutboundMessage.Template>().FirstOrDefault();

    /// <summary>The variables used that nobody can fill, each once, as written.</summary>
    public IReadOnlyList<string> UnknownVariables() =>
        [.. Messages.SelectMany(Words).SelectMany(words => Variable().Matches(words)).Select(match => match.Groups["name"].Value)
            .Where(name => !Variables.Contains(name, StringComparer.OrdinalIgnoreCase)).Distinct()];

    /// <summary>The content with what is the same for all it goes to: the store and, unless it differs, whose customers they are.</summary>
    /// <param name="staffName">Null: it differs by person.</param>
    public Content Sign(string? staffName, string storeName) => Fill(match => Is(match, StoreName) ? Or(storeName, match, "")
        : Is(match, StaffName) && staffName is not null ? Or(staffName, match, "") : match.Value);

    /// <summary>The content for one person. A missing name becomes the variable's own fallback, else <paramref name="fallback"/>.</summary>
    /// <param name="staffName">Whose customer it is, where that differs by person.</param>
    /// <param name="storeName">The store, where it is not signed yet.</param>
    public Content Render(string? customerName, string fallback, string? staffName = null, string? storeName = null) =>
        Fill(match => Is(match, CustomerName) ? Or(customerName, match, fallback) : Is(match, StaffName) ? Or(staffName, match, "") : Or(storeName, match, ""));

    private Content Fill(Func<Match, string> value)
    {
        return new([.. Messages.Select(message => message switch
        {
            OutboundMessage.Text text => new OutboundMessage.Text(Variable().Replace(text.Words, match => value(match))),
            OutboundMessage.Template template => template with
            {
                Body = Tidy(template.Body),
                Parameters = [.. template.Parameters.Select(parameter => parameter.Value is { } words ? parameter with { Value = Tidy(words) } : parameter)],
                Frame = template.Frame is not { } frame ? null
                    : frame with { Header = frame.Header is null ? null : Tidy(frame.Header), Buttons = [.. frame.Buttons.Select(Tidy)] },
            },
            _ => message,
        })]);

        // A value that is left as it stands is not a name.
        string Tidy(string words) => Variable().Replace(words, match => value(match) is var filled && filled == match.Value ? filled : TemplateFilling.Tidy(filled));
    }

    private static bool Is(Match match, string variable) => string.Equals(match.Groups["name"].Value, variable, StringComparison.OrdinalIgnoreCase);

    private static string Or(string? value, Match match, string fallback) =>
        !string.IsNullOrWhiteSpace(value) ? value.Trim() : match.Groups["fallback"] is { Success: true, Value: { Length: > 0 } own } ? own.Trim() : fallback;

    private static IEnumerable<string> Words(OutboundMessage message) => message switch
    {
        OutboundMessage.Text text => [text.Words],
        OutboundMessage.Template template => template.Parameters.Select(parameter => parameter.Value).OfType<string>(),
        _ => [],
    };

    public bool Equals(Content? other) => other is not null && Messages.SequenceEqual(other.Messages);

    public override int GetHashCode() => Messages.Aggregate(0, HashCode.Combine);

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]{1,40})\s*(?:\|(?<fallback>[^{}]{0,40}))?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

/// <summary>One message of a <see cref="Content"/>.</summary>
public abstract record OutboundMessage
{
    private OutboundMessage() { }

    public sealed record Text(string Words) : OutboundMessage;

    /// <summary>A picture, video, sound or file of ours.</summary>
    /// <param name="MediaId">The unguessable id it is kept and served under.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="PreviewId">The id of a preview image (JPEG), where one was made.</param>
    public sealed record Media(MediaKind Kind, string MediaId, string FileName, string ContentType, long Size, string? PreviewId = null) : OutboundMessage;

    /// <summary>An approved WhatsApp template with its parameters filled in. Values may hold variables as texts do.</summary>
    /// <param name="Body">The finished words of the body, for previews and lists; empty for one that is chosen and not filled in yet.</param>
    /// <param name="Frame">What stands around the body, for previews.</param>
    public sealed record Template(
        string Waba, string Name, string Language, IReadOnlyList<TemplateParameter> Parameters, string Body, TemplateFrame? Frame = null) : OutboundMessage;
}

/// <summary>What a template shows around its body. The platform has it already: nothing of it is sent.</summary>
/// <param name="Header">Its words; null where it is media or there is none.</param>
/// <param name="Buttons">What stands on them, and where they lead.</param>
public sealed record TemplateFrame(string? Header, string? Footer, IReadOnlyList<string> Buttons);

/// <summary>One parameter of a template.</summary>
/// <param name="Place">The component it stands in.</param>
/// <param name="Name">Its name where the template names its parameters; for a button its index from 0; else null: parameters stand in their order.</param>
/// <param name="Value">The text, or for a header the text of a text header; null when <paramref name="Media"/> is meant.</param>
public sealed record TemplateParameter(TemplatePlace Place, string? Name, string? Value, OutboundMessage.Media? Media = null);

/// <summary>Where a template's parameter stands.</summary>
public enum TemplatePlace { Header, Body, UrlButton }

/// <summary>What a file is to a platform.</summary>
public enum MediaKind { Image, Video, Audio, File }
