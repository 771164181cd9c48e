using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>
/// Composes what goes over the wire. The same recipients and content give the same bytes, today and after a restart: LINE asks that a
/// request repeated under its retry key be unchanged. A test pins the bytes.
/// </summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#message-objects"/>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/retrying-api-request/"/>
internal sealed class LineBody
{
    private const int Remembered = 16,
        LongestAddress = 2000;
    private const long LargestPreview = 1_000_000;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Written?[] recent = new Written?[Remembered];

    /// <summary>
    /// The body of a push (one recipient) or a multicast (more). Throws <see cref="NotSupportedException"/> for what LINE cannot carry.
    /// </summary>
    /// <param name="media">For each message where its media is to be had.</param>
    public byte[] Compose(IReadOnlyList<string> recipients, Content content, params IReadOnlyList<MediaSource?> media)
    {
        var messages = Messages(content, media);
        var size = 32 + messages.Length;
        for (var i = 0; i < recipients.Count; i++)
            size += recipients[i].Length + 3;
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
        if (id.AsSpan().ContainsAnyExcept(Plain))
            body.Write(JsonEncodedText.Encode(id, JavaScriptEncoder.Default).EncodedUtf8Bytes);
        else
            body.Advance(Encoding.ASCII.GetBytes(id, body.GetSpan(id.Length)));
        body.Write("\""u8);
    }

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
    );

    /// <summary>A content shared by many requests is one instance, and is written once; the few last ones are remembered.</summary>
    private byte[] Messages(Content content, IReadOnlyList<MediaSource?> media)
    {
        ref var slot = ref recent[RuntimeHelpers.GetHashCode(content) % Remembered];
        var known = Volatile.Read(ref slot);
        if (known is not null && ReferenceEquals(known.Content, content) && known.Media.SequenceEqual(media))
            return known.Messages;
        var written = new Written(content, [.. media], Write(content, media));
        Volatile.Write(ref slot, written);
        return written.Messages;
    }

    private static byte[] Write(Content content, IReadOnlyList<MediaSource?> media)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartArray();
            for (var i = 0; i < content.Messages.Count; i++)
            {
                json.WriteStartObject();
                switch (content.Messages[i])
                {
                    case OutboundMessage.Text text:
                        json.WriteString("type"u8, "text"u8);
                        json.WriteString("text"u8, text.Words);
                        break;
                    case OutboundMessage.Media { Kind: MediaKind.Image or MediaKind.Video } file:
                        var source = (i < media.Count ? media[i] : null)
                            ?? throw new NotSupportedException("No address of the media is known");
                        json.WriteString("type"u8, file.Kind == MediaKind.Image ? "image"u8 : "video"u8);
                        json.WriteString("originalContentUrl"u8, Address(source.Url));
                        json.WriteString("previewImageUrl"u8, Address(Preview(file, source)));
                        break;
                    case OutboundMessage.Media file:
                        throw new NotSupportedException($"LINE has no way to send {file.Kind.ToString().ToLowerInvariant()} files");
                    case var other:
                        throw new NotSupportedException($"LINE has no way to send a {other.GetType().Name}");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A picture small enough is its own preview.</summary>
    private static Uri Preview(OutboundMessage.Media file, MediaSource source) =>
        source.Preview
        ?? (
            file is { Kind: MediaKind.Image, Size: <= LargestPreview }
                ? source.Url
                : throw new NotSupportedException("LINE wants a preview image")
        );

    /// <summary>LINE takes https only; on one machine, with the sandbox, there is none.</summary>
    private static string Address(Uri address) =>
        address is { IsAbsoluteUri: true, AbsoluteUri.Length: <= LongestAddress }
        && (address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && address.Scheme == Uri.UriSchemeHttp))
            ? address.AbsoluteUri
            : throw new NotSupportedException("LINE takes media from https addresses of up to 2,000 characters only");

    private sealed record Written(Content Content, MediaSource?[] Media, byte[] Messages);
}
