using System.Buffers;
using System.Text.Json;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>
/// Parses a webhook body however deep one event in it is nested: what lies deeper than any platform means to say becomes null, and costs
/// none of its neighbours. A document of any depth would do as well but for its time, which grows with the square of the depth.
/// </summary>
internal static class ShallowJson
{
    private const int MostDepth = 64;

    /// <summary>Throws <see cref="JsonException"/> for what is not JSON.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var options = new JsonDocumentOptions { MaxDepth = MostDepth };
        try
        {
            return JsonDocument.Parse(body, options);
        }
        catch (JsonException) when (Levelled(body.Span) is { } shallow)
        {
            return JsonDocument.Parse(shallow, options);
        }
    }

    /// <summary>Null when its depth is not what is wrong with it.</summary>
    private static byte[]? Levelled(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
            var shallow = new ArrayBufferWriter<byte>();
            var taken = 0;
            while (reader.Read())
            {
                if (reader.CurrentDepth < MostDepth || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    continue;
                shallow.Write(body[taken..(int)reader.TokenStartIndex]);
                shallow.Write("null"u8);
                reader.Skip();
                taken = (int)reader.BytesConsumed;
            }

            if (taken == 0)
                return null;
            shallow.Write(body[taken..]);
            return shallow.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
