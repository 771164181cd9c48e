using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>Writes a body: the same calls give the same bytes.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="write">Writes the members of the one object.</param>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
