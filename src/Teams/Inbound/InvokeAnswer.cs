using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>The body that answers an invoke. A card is written as it stands and never copied: whoever pressed the same button at the same
/// time is answered with it, too.</summary>
internal sealed record InvokeAnswer(int Status, string Type, JsonNode Value)
{
    private const int Usual = 8 * 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ReadOnlySpan<byte> Write()
    {
        var bytes = new ArrayBufferWriter<byte>(Usual);
        using (var json = new Utf8JsonWriter(bytes, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("statusCode"u8, Status);
            json.WriteString("type"u8, Type);
            json.WritePropertyName("value"u8);
            Value.WriteTo(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }
}
