using System.Text.Json;
using System.Text.Json.Serialization;

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>One line of a script.</summary>
/// <param name="Fault">What happens.</param>
/// <param name="Error">The platform's own error: <c>131026</c> or <c>10/2018278</c> of Meta, <c>400 Failed to send messages</c> of LINE,
/// <c>403 BotDisabledByAdmin</c> of Teams.</param>
[JsonConverter(typeof(Spelling))]
internal readonly record struct Happening(Fault Fault, string? Error = null)
{
    /// <summary>As a script spells it: the name of a fault, or else an error, which begins with a digit.</summary>
    public static Happening Read(string text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
            return new Happening(Fault.Error, text);
        return Enum.TryParse<Fault>(text, ignoreCase: true, out var fault) && fault != Fault.Error
            ? new Happening(fault)
            : throw new JsonException($"'{text}' is neither a fault nor an error");
    }

    private sealed class Spelling : JsonConverter<Happening>
    {
        public override Happening Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Happening.Read(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Happening value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Error ?? JsonNamingPolicy.CamelCase.ConvertName(value.Fault.ToString()));
    }
}
