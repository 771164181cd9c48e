using System.Globalization;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Domain.Messages;

/// <summary>訊息範本: a message template of one WhatsApp business account, as WhatsApp lists it. Its name and its language together make it
/// one.</summary>
public sealed partial record MessageTemplate
{
    /// <summary>A card with more inputs is nothing to fill in.</summary>
    private const int MostFields = 20;

    public required string Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>As sending wants it: <c>zh_TW</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The platform's word in upper case: MARKETING, UTILITY, AUTHENTICATION.</summary>
    public required string Category { get; init; }

    /// <summary>The platform's word in upper case; <see cref="Approved"/> may be sent.</summary>
    public required string Status { get; init; }

    public ParameterFormat Format { get; init; }

    public TemplateHeader? Header { get; init; }

    public required string Body { get; init; }

    public string? Footer { get; init; }

    public IReadOnlyList<TemplateButton> Buttons { get; init; } = [];

    /// <summary>It has a part that we cannot fill in, such as a carousel.</summary>
    public bool IsBeyondUs { get; init; }

    public const string Approved = "APPROVED",
        Deleted = "DELETED",
        Paused = "PAUSED";

    /// <summary>What a status, or that there is none, means for what is under way. What may be approved again is worth waiting
    /// for.</summary>
    public static TemplateStanding StandingOf(string? status) =>
        status switch
        {
            Approved => TemplateStanding.Approved,
            null or Deleted or "PENDING_DELETION" or "REJECTED" => TemplateStanding.Gone,
            _ => TemplateStanding.Waits,
        };

    /// <summary>May be sent to many: approved, and no one-time code for a single person.</summary>
    public static bool IsOffered(MessageTemplate template) =>
        template is { Status: Approved, IsBeyondUs: false }
        && template.Category != "AUTHENTICATION"
        && Fields(template).Count <= MostFields;

    /// <summary>What must be filled in, in order: header, body, buttons.</summary>
    public static IReadOnlyList<TemplateField> Fields(MessageTemplate template)
    {
        var fields = new List<TemplateField>();
        if (template.Header is { Kind: { } kind })
            fields.Add(new("media", TemplatePlace.Header, null, kind));
        else if (template.Header is { } header)
            fields.AddRange(Variables(header.Text).Select((name, i) => new TemplateField(Id("header", i + 1), TemplatePlace.Header, name)));
        fields.AddRange(Variables(template.Body).Select((name, i) => new TemplateField(Id("body", i + 1), TemplatePlace.Body, name)));
        for (var i = 0; i < template.Buttons.Count; i++)
            if (Variables(template.Buttons[i].Url ?? "").Count > 0)
                fields.Add(new(Id("link", i), TemplatePlace.UrlButton, i.ToString(CultureInfo.InvariantCulture)));
        return fields;
    }

    /// <summary>Where the field of that id stands, and its number; null for what is the id of no words' field.</summary>
    public static (TemplatePlace Place, int Number)? Find(string id)
    {
        foreach (var (name, place) in Places)
            if (
                id.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(id.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
                return (place, number);
        return null;
    }

    /// <summary>The variables in a text, each once: numbers by their number, names as they come.</summary>
    public static IReadOnlyList<string> Variables(string text)
    {
        var names = Variable().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        return names.TrueForAll(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. names.OrderBy(name => int.Parse(name, CultureInfo.InvariantCulture))]
            : names;
    }

    /// <summary>The text with its variables in place; one without a value stays as it is.</summary>
    internal static string Fill(string text, Func<string, string?> value) =>
        Variable().Replace(text, match => value(match.Groups["name"].Value) ?? match.Value);

    public bool Equals(MessageTemplate? other) =>
        other is not null
        && (Scope, Name, Language, Category, Status, Format, Header, Body, Footer, IsBeyondUs)
            == (
                other.Scope,
                other.Name,
                other.Language,
                other.Category,
                other.Status,
                other.Format,
                other.Header,
                other.Body,
                other.Footer,
                other.IsBeyondUs
            )
        && Buttons.SequenceEqual(other.Buttons);

    public override int GetHashCode() => HashCode.Combine(Scope, Name, Language, Status, Body);

    private static readonly (string Name, TemplatePlace Place)[] Places =
    [
        ("header", TemplatePlace.Header),
        ("body", TemplatePlace.Body),
        ("link", TemplatePlace.UrlButton),
    ];

    private static string Id(string place, int number) => string.Create(CultureInfo.InvariantCulture, $"{place}{number}");

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}\s]{1,100})\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

/// <summary>Whether a template's variables are <c>{{1}}</c> or <c>{{first_name}}</c>.</summary>
public enum ParameterFormat
{
    Positional = 0,
    Named = 1,
}

/// <param name="Kind">The media that each sending brings; null for a text.</param>
/// <param name="Text">Empty where it is media.</param>
public sealed record TemplateHeader(MediaKind? Kind, string Text);

/// <param name="Text">What stands on it.</param>
/// <param name="Url">Where it leads, perhaps with a variable at the end; null where it leads nowhere.</param>
public sealed record TemplateButton(string Text, string? Url);

/// <summary>One thing to fill in.</summary>
/// <param name="Id">Names it on cards and in errors.</param>
/// <param name="Variable">The variable's number or name; of a button its index from 0; null for media.</param>
/// <param name="Media">The kind of media wanted; null for words.</param>
public sealed record TemplateField(string Id, TemplatePlace Place, string? Variable, MediaKind? Media = null);

/// <summary>Whether a template may be sent, or may be again, or never.</summary>
public enum TemplateStanding
{
    Approved,
    Waits,
    Gone,
}
