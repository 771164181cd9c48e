using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>An error as Meta tells it, in an answer or in a webhook. Code and subcode decide; words only go into reports.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/guides/error-handling"/>
internal sealed record GraphError(int Code, int Subcode, string Words, bool Transient)
{
    /// <summary><c>131047</c>, or with a subcode <c>10/2018278</c>.</summary>
    public string Name =>
        Subcode == 0 ? Code.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Code}/{Subcode}");

    /// <summary>Of an answer's body; null when it holds no error.</summary>
    public static GraphError? OfAnswer(Answer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && LooseJson.Object(document.RootElement, "error"u8) is { } error
                ? Of(error)
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static GraphError? Of(JsonElement error)
    {
        if (LooseJson.Number(error, "code"u8) is not ({ } code and >= 0 and <= int.MaxValue))
            return null;
        var subcode = LooseJson.Number(error, "error_subcode"u8) is { } sub and > 0 and <= int.MaxValue ? (int)sub : 0;
        var words = LooseJson.Text(error, "message"u8) ?? LooseJson.Text(error, "title"u8) ?? "";
        if (
            LooseJson.Object(error, "error_data"u8) is { } data
            && LooseJson.Text(data, "details"u8) is { Length: > 0 } details
            && details != words
        )
            words = words.Length == 0 ? details : $"{words}: {details}";
        return new((int)code, subcode, Wire.Words.Tidy(words), LooseJson.IsTrue(error, "is_transient"u8));
    }
}
