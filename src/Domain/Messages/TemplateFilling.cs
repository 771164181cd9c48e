namespace OmoBroadcast.Domain.Messages;

/// <summary>
/// Fills a template in and checks it against the platform's rules before anything is sent. Values may hold <c>{{customer_name}}</c>:
/// lengths are counted with the longest name that is ever filled in, so that what is found good here is good for everybody.
/// </summary>
public static class TemplateFilling
{
    /// <summary>In a template a customer's name takes no more than this.</summary>
    public const int LongestName = 40;

    public const int LongestBody = 1024,
        LongestHeader = 60,
        LongestUrl = 2000,
        MostSpaces = 4;

    private static readonly string Name = new('x', LongestName);

    /// <param name="values">What was typed, by <see cref="TemplateField.Id"/>.</param>
    /// <param name="media">What was chosen for a header of media.</param>
    public static Filled Fill(MessageTemplate template, IReadOnlyDictionary<string, string> values, OutboundMessage.Media? media)
    {
        var parameters = new List<TemplateParameter>();
        if (Take(template, values, media, parameters) is { } wrong)
            return wrong;
        var header = template.Header is { Kind: null } text ? Words(template, TemplatePlace.Header, text.Text, values) : null;
        var body = Words(template, TemplatePlace.Body, template.Body, values);
        if (Long(header) > LongestHeader)
            return new Filled.Wrong(First(template, TemplatePlace.Header), TemplateRule.HeaderTooLong, LongestHeader);
        if (Long(body) > LongestBody)
            return new Filled.Wrong(First(template, TemplatePlace.Body), TemplateRule.BodyTooLong, LongestBody);
        var buttons = new List<string>();
        for (var i = 0; i < template.Buttons.Count; i++)
        {
            var (label, url) = template.Buttons[i];
            var suffix = values.GetValueOrDefault($"link{i}", "").Trim();
            var full = url is null ? null : MessageTemplate.Fill(url, _ => suffix);
            if (Long(full) > LongestUrl)
                return new Filled.Wrong($"link{i}", TemplateRule.UrlTooLong, LongestUrl);
            buttons.Add(full is null ? label : $"{label} {full}");
        }

        return new Filled.Ok(
            new(template.Scope, template.Name, template.Language, parameters, body, new(header, template.Footer, buttons))
        );
    }

    /// <summary>Adds what was typed and chosen as parameters; what is wrong with the first that is, or null.</summary>
    private static Filled.Wrong? Take(
        MessageTemplate template,
        IReadOnlyDictionary<string, string> values,
        OutboundMessage.Media? media,
        List<TemplateParameter> parameters
    )
    {
        foreach (var field in MessageTemplate.Fields(template))
        {
            if (field.Media is { } kind)
            {
                if (media is null)
                    return new Filled.Wrong(field.Id, TemplateRule.MediaMissing, null);
                if (media.Kind != kind)
                    return new Filled.Wrong(field.Id, Kind(kind), null);
                parameters.Add(new(TemplatePlace.Header, null, null, media));
                continue;
            }

            var value = values.GetValueOrDefault(field.Id, "").Trim();
            if (Broken(value) is { } rule)
                return new Filled.Wrong(field.Id, rule, rule == TemplateRule.Spaces ? MostSpaces : null);
            var named = field.Place == TemplatePlace.UrlButton || template.Format == ParameterFormat.Named;
            parameters.Add(new(field.Place, named ? field.Variable : null, value));
        }

        return null;
    }

    /// <summary>A template chosen and not filled in yet: a draft that cannot be sent.</summary>
    public static OutboundMessage.Template Chosen(MessageTemplate template) =>
        new(template.Scope, template.Name, template.Language, [], "");

    /// <summary>What was typed into a template before, by <see cref="TemplateField.Id"/>.</summary>
    public static IReadOnlyDictionary<string, string> Values(MessageTemplate template, OutboundMessage.Template filled)
    {
        var fields = MessageTemplate.Fields(template);
        return fields.Count != filled.Parameters.Count
            ? new Dictionary<string, string>()
            : fields
                .Zip(filled.Parameters)
                .Where(pair => pair.Second.Value is not null)
                .ToDictionary(pair => pair.First.Id, pair => pair.Second.Value!);
    }

    /// <summary>A customer's name as a template bears it: on one line, without runs of spaces, and not too long.</summary>
    internal static string Tidy(string name)
    {
        var line = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestName)
            return line;
        return line[..(char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }

    private static TemplateRule? Broken(string value) =>
        Content(value).Fault() == ContentFault.Empty ? TemplateRule.Missing
        : value.AsSpan().IndexOfAny('\n', '\r') >= 0 ? TemplateRule.NewLine
        : value.Contains('\t', StringComparison.Ordinal) ? TemplateRule.Tab
        : value.Contains(new string(' ', MostSpaces + 1), StringComparison.Ordinal) ? TemplateRule.Spaces
        : Content(value).Fault() == ContentFault.Braces ? TemplateRule.UnknownVariable
        : null;

    private static TemplateRule Kind(MediaKind wanted) =>
        wanted switch
        {
            MediaKind.Image => TemplateRule.WantsImage,
            MediaKind.Video => TemplateRule.WantsVideo,
            _ => TemplateRule.WantsFile,
        };

    private static string Words(MessageTemplate template, TemplatePlace place, string text, IReadOnlyDictionary<string, string> values)
    {
        var fields = MessageTemplate
            .Fields(template)
            .Where(field => field.Place == place && field.Variable is not null)
            .ToDictionary(field => field.Variable!, field => field.Id);
        return MessageTemplate.Fill(text, name => fields.TryGetValue(name, out var id) ? values.GetValueOrDefault(id, "").Trim() : null);
    }

    private static string First(MessageTemplate template, TemplatePlace place) =>
        MessageTemplate.Fields(template).FirstOrDefault(field => field.Place == place)?.Id ?? "body1";

    private static int Long(string? words)
    {
        if (words is null)
            return 0;
        var (content, fallbacks) = (Content(words), new NameFallbacks(Name, Name, Name));
        return Math.Max(Length(content.Render(Name, fallbacks, Name, Name)), Length(content.Render(null, fallbacks)));
    }

    private static Content Content(string words) => new([new OutboundMessage.Text(words)]);

    private static int Length(Content content) => ((OutboundMessage.Text)content.Messages[0]).Words.Length;
}

/// <summary>What became of filling a template in.</summary>
public abstract record Filled
{
    private Filled() { }

    public sealed record Ok(OutboundMessage.Template Message) : Filled;

    /// <param name="Field">By <see cref="TemplateField.Id"/>.</param>
    /// <param name="Limit">The number in the rule; null where it has none.</param>
    public sealed record Wrong(string Field, TemplateRule Rule, long? Limit) : Filled;
}

/// <summary>The platform's rules for what is filled into a template. Each has a sentence in both languages.</summary>
public enum TemplateRule
{
    Missing,
    NewLine,
    Tab,
    Spaces,

    /// <summary>Of all that stands in the braces of broadcasts, there are only the customer's, the member of staff's and the store's
    /// name.</summary>
    UnknownVariable,
    HeaderTooLong,
    BodyTooLong,
    UrlTooLong,
    MediaMissing,
    WantsImage,
    WantsVideo,
    WantsFile,
}
