using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Whether a send fills a template in as it was made.</summary>
internal static partial class TemplateRules
{
    private const int MostBody = 1_024;
    private const int MostHeader = 60;
    private const int MostUrl = 2_000;

    /// <returns>The body with everything in place and the header's media, or why not.</returns>
    public static (string Body, string? Media, GraphError? Error) Fill(Template template, JsonArray sent)
    {
        var body = "";
        string? media = null;
        var used = new HashSet<JsonObject>();
        foreach (var made in template.Components.OfType<JsonObject>())
        {
            var type = GraphBody.Text(made["type"])!.ToUpperInvariant();
            if (type == "BUTTONS")
            {
                if (Buttons(made, sent, used) is { } wrong)
                    return ("", null, wrong);
                continue;
            }

            if (type is not ("HEADER" or "BODY"))
                continue;
            var parameters = Parameters(type, sent, used);
            var format = GraphBody.Text(made["format"])?.ToUpperInvariant() ?? "TEXT";
            if (type == "HEADER" && format != "TEXT")
            {
                (media, var unlike) = HeaderMedia(format, parameters);
                if (unlike is not null)
                    return ("", null, unlike);
                continue;
            }

            var (text, error) = Words(template, GraphBody.Text(made["text"]) ?? "", parameters, type.ToLowerInvariant());
            if (error is not null)
                return ("", null, error);
            if (text.Length > (type == "HEADER" ? MostHeader : MostBody))
                return ("", null, GraphErrors.WhatsApp(132_005, "Hydrated text too long", $"{type} is too long"));
            if (type == "BODY")
                body = text;
        }

        return sent.Count == used.Count ? (body, media, null) : ("", null, Unlike("a component that the template does not have"));
    }

    private static JsonObject[] Parameters(string type, JsonArray sent, HashSet<JsonObject> used)
    {
        var given = sent.OfType<JsonObject>()
            .FirstOrDefault(c => string.Equals(GraphBody.Text(c["type"]), type, StringComparison.OrdinalIgnoreCase));
        if (given is not null)
            used.Add(given);
        return [.. (given?["parameters"] as JsonArray ?? []).OfType<JsonObject>()];
    }

    private static (string? Media, GraphError? Error) HeaderMedia(string format, JsonObject[] parameters)
    {
        var kind = format.ToLowerInvariant();
        if (parameters.Length != 1)
            return (null, Count("header", parameters.Length, 1));
        if (GraphBody.Text(parameters[0]["type"]) != kind || parameters[0][kind] is not JsonObject medium)
            return (null, Unlike($"header: Format mismatch, expected {format}"));
        var (id, link) = (GraphBody.Text(medium["id"]), GraphBody.Text(medium["link"]));
        if (id is null == link is null)
            return (null, GraphErrors.WhatsApp(131_008, "Required parameter is missing", $"{kind} needs exactly one of id and link"));
        return (id ?? link, null);
    }

    private static GraphError? Buttons(JsonObject made, JsonArray sent, HashSet<JsonObject> used)
    {
        var buttons = (made["buttons"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        for (var index = 0; index < buttons.Length; index++)
        {
            var place = index.ToString(CultureInfo.InvariantCulture);
            var given = sent.OfType<JsonObject>()
                .FirstOrDefault(c =>
                    string.Equals(GraphBody.Text(c["type"]), "button", StringComparison.OrdinalIgnoreCase)
                    && GraphBody.Text(c["index"]) == place
                );
            if (given is not null)
                used.Add(given);
            var isUrl = GraphBody.Text(buttons[index]["type"]) == "URL";
            var open = isUrl && Hole().IsMatch(GraphBody.Text(buttons[index]["url"]) ?? "");
            var parameters = (given?["parameters"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
            if (!open)
            {
                if (isUrl && parameters.Length > 0)
                    return Count($"buttons: Button at index {place}", parameters.Length, 0);
                continue;
            }

            if (parameters.Length != 1)
                return Count($"buttons: Button at index {place}", parameters.Length, 1);
            if (!string.Equals(GraphBody.Text(given!["sub_type"]), "url", StringComparison.OrdinalIgnoreCase))
                return Unlike($"button {place} is of type URL");
            if (GraphBody.Text(parameters[0]["text"]) is not { Length: > 0 } text)
                return Missing($"button {place}");
            if (text.Length > MostUrl)
                return GraphErrors.WhatsApp(132_005, "Hydrated text too long", $"url of button {place} is too long");
            if (Bad(text))
                return Invalid($"button {place}");
        }

        return null;
    }

    private static (string Text, GraphError? Error) Words(Template template, string made, JsonObject[] parameters, string where)
    {
        var holes = Hole().Matches(made).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToArray();
        if (holes.Length != parameters.Length)
            return ("", Count(where, parameters.Length, holes.Length));
        var named = template.Format == "NAMED";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, type) = (GraphBody.Text(parameters[i]["parameter_name"]), GraphBody.Text(parameters[i]["type"]));
            if (named ? name is null || !holes.Contains(name) : name is not null)
                return ("", Unlike($"{where}: parameters are {template.Format}"));
            var text = type switch
            {
                "text" => GraphBody.Text(parameters[i]["text"]),
                "currency" or "date_time" => GraphBody.Text(parameters[i][type]?["fallback_value"]),
                _ => null,
            };
            if (type is not ("text" or "currency" or "date_time"))
                return ("", Unlike($"{where}: Format mismatch, expected TEXT"));
            if (string.IsNullOrEmpty(text))
                return ("", Missing(where));
            if (Bad(text))
                return ("", Invalid(where));
            values[named ? name! : holes[i]] = text;
        }

        return values.Count < holes.Length
            ? ("", Count(where, values.Count, holes.Length))
            : (Hole().Replace(made, m => values[m.Groups[1].Value]), null);
    }

    private static bool Bad(string text) =>
        text.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0 || text.Contains("     ", StringComparison.Ordinal);

    private static GraphError Count(string where, int given, int wanted) =>
        GraphErrors.WhatsApp(
            132_000,
            "Number of parameters does not match the expected number of params",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: number of localizable_params ({given}) does not match the expected number of params ({wanted})"
            )
        );

    private static GraphError Unlike(string details) =>
        GraphErrors.WhatsApp(132_012, "Parameter format does not match format in the created template", details);

    private static GraphError Missing(string where) =>
        GraphErrors.WhatsApp(131_008, "Required parameter is missing", $"{where}: text is missing");

    private static GraphError Invalid(string where) =>
        GraphErrors.WhatsApp(
            132_018,
            "There's an issue with the parameters in your template",
            $"{where}: no new line, no tab, no more than 4 spaces in a row"
        );

    [GeneratedRegex(@"\{\{\s*([^{}\s]+)\s*\}\}")]
    private static partial Regex Hole();
}
