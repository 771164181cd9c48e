using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>What can be filled in. Each has a label, which screen readers read with it.</summary>
internal static class Inputs
{
    /// <summary>Stands for nothing chosen; a choice may have no empty value.</summary>
    public const string Any = "-";

    public static JsonObject Line(string id, string label, string? value, int most, string? placeholder = null)
    {
        var input = Of("Input.Text", id, label);
        input["maxLength"] = most;
        if (placeholder is not null)
            input["placeholder"] = placeholder;
        if (!string.IsNullOrEmpty(value))
            input["value"] = value;
        return input;
    }

    public static JsonObject Lines(string id, string label, string? value, int most, string? placeholder = null)
    {
        var input = Line(id, label, value, most, placeholder);
        input["isMultiline"] = true;
        return input;
    }

    /// <param name="value">Of several: by commas.</param>
    public static JsonObject Choice(
        string id,
        string label,
        string? value,
        IEnumerable<(string Value, string Title)> choices,
        bool several = false
    )
    {
        var input = Of("Input.ChoiceSet", id, label);
        input["style"] = "compact";
        input["value"] =
            !string.IsNullOrEmpty(value) ? value
            : several ? ""
            : Any;
        input["choices"] = new JsonArray([
            .. choices.Select(choice =>
                (JsonNode)new JsonObject { ["title"] = choice.Title, ["value"] = choice.Value.Length == 0 ? Any : choice.Value }
            ),
        ]);
        if (several)
            input["isMultiSelect"] = true;
        return input;
    }

    public static JsonObject Toggle(string id, string title, bool on) =>
        new()
        {
            ["type"] = "Input.Toggle",
            ["id"] = id,
            ["title"] = title,
            ["value"] = on ? "true" : "false",
            ["wrap"] = true,
        };

    public static JsonObject Date(string id, string label, string? value) => Moment("Input.Date", id, label, value);

    public static JsonObject Time(string id, string label, string? value) => Moment("Input.Time", id, label, value);

    private static JsonObject Moment(string type, string id, string label, string? value)
    {
        var input = Of(type, id, label);
        if (value is not null)
            input["value"] = value;
        return input;
    }

    private static JsonObject Of(string type, string id, string label) =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["label"] = label,
        };
}
