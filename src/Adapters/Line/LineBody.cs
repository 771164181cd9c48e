using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Adapters.Line;

/// <summary>
/// Composes what goes over the wire. The same recipients and content give the same bytes, today and after a restart: LINE asks that a request
/// repeated under its retry key be unchanged. A test pins the bytes.
/// </summary>
internal sealed class LineBody
{
    private const int Remembered = 16;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Written?[] recent = new Written?[Remembered];

    /// <summary>The body of a push (one recipient) or a multicast (more).</summary>
    public byte[] Compose(IReadOnlyList<string> recipients, Content content)
    {
        var messages = Messages(content);
        var size = 32 + messages.Length;
        for (var i = 0; i < recipients.Count; i++) size += recipients[i].Length + 3;
        var body = new ArrayBufferWriter<byte>(size);
        body.Write("{\"to\":"u8);
        if (recipients.Count == 1)
        {
            WriteId(body, recipients[0]);
        }
        else
        {
            for (var i = 0; i < recipients.Count; i++)
            {
                body.Write(i == 0 ? "["u8 : ","u8);
                WriteId(body, recipients[i]);
            }

            body.Write("]"u8);
        }

        body.Write(",\"messages\":"u8);
        body.Write(messages);
        body.Write("}"u8);
        return body.WrittenSpan.ToArray();
    }

    private static void WriteId(ArrayBufferWriter<byte> body, string id)
    {
        body.Write("\""u8);
        if (id.AsSpan().ContainsAnyExcept(Plain)) body.Write(JsonEncodedText.Encode(id, JavaScriptEncoder.Default).EncodedUtf8Bytes);
        else body.Advance(Encoding.ASCII.GetBytes(id, body.GetSpan(id.Length)));
        body.Write("\""u8);
    }

    private static readonly SearchValues<char> Plain = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");

    /// <summary>A content shared by many requests is one instance, and is written once; the few last ones are remembered.</summary>
    private byte[] Messages(Content content)
    {
        ref var slot = ref recent[RuntimeHelpers.GetHashCode(content) % Remembered];
        var known = Volatile.Read(ref slot);
        if (known is not null && ReferenceEquals(known.Content, content)) return known.Messages;
        var written = new Written(content, Write(content));
        Volatile.Write(ref slot, written);
        return written.Messages;
    }

    private static byte[] Write(Content content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartArray();
            foreach (var message in content.Messages)
            {
                json.WriteStartObject();
                switch (message)
                {
                    case OutboundMessage.Text text:
                        json.WriteString("type"u8, "text"u8);
                        json.WriteString("text"u8, text.Words);
                        break;
                    default:
                        throw new NotSupportedException($"LINE has no way to send a {message.GetType().Name}");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private sealed record Written(Content Content, byte[] Messages);
}
