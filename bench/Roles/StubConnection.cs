using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>One keep-alive connection to the stub.</summary>
internal sealed class StubConnection(Socket socket)
{
    public const string RequestId = "123e4567-e89b-12d3-a456-426655440001";
    public static readonly byte[] SentBody =
        """{"sentMessages":[{"id":"461230966842064897","quoteToken":"IStG5h1Tz7b0qOLBZyzPqTyQ3Xh8Zk"}]}"""u8.ToArray();
    public static readonly byte[] KnownBody =
        """{"userId":"U00000000000000000000000000000000","displayName":"陳怡君","language":"zh-TW"}"""u8.ToArray();

    private static readonly byte[] Sent = Answer(SentBody),
        Known = Answer(KnownBody);

    /// <summary>The 32 digits of an id; WhatsApp's own for the message ends with them, so that each is another.</summary>
    private const int NameLength = 32;

    private static readonly byte[] OurName = "\"biz_opaque_callback_data\":\""u8.ToArray(),
        Nobody = "00000000000000000000000000000000"u8.ToArray(),
        Taken = Answer(
            """{"messaging_product":"whatsapp","contacts":[{"input":"886","wa_id":"886"}],"messages":[{"id":"wamid.00000000000000000000000000000000"}]}"""u8.ToArray()
        );

    private readonly byte[] taken = [.. Taken];
    private byte[] buffer = new byte[4096];
    private int filled;

    /// <summary>Reads what has come and answers each whole request; false when the other side has gone.</summary>
    public bool Serve(StubBook book)
    {
        var read = socket.Receive(buffer.AsSpan(filled), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return true;
        if (error != SocketError.Success || read == 0)
        {
            socket.Dispose();
            return false;
        }

        filled += read;
        var from = 0;
        while (Frame.Find(buffer.AsSpan(from, filled - from)) is { Length: > 0 } frame)
        {
            var request = buffer.AsSpan(from, frame.Length);
            // A few hundred bytes into an empty socket buffer go at once.
            socket.Send(Answer(request, frame.Body, book), SocketFlags.None, out _);
            from += frame.Length;
        }

        buffer.AsSpan(from, filled - from).CopyTo(buffer);
        filled -= from;
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 4);
        return true;
    }

    private byte[] Answer(ReadOnlySpan<byte> request, int body, StubBook book)
    {
        if (request[0] != 'P')
        {
            book.Asked();
            return Known;
        }

        var name = request[body..].IndexOf(OurName);
        if (name < 0)
        {
            book.Sent(RetryKey(request[..body]), request[body..]);
            return Sent;
        }

        var ours = request.Slice(body + name + OurName.Length, NameLength);
        var to = request[body..].IndexOf("\"to\":\"+"u8);
        book.SentKeyless(to < 0 ? default : request[(body + to + 7)..], ours, request.Length - body);
        ours.CopyTo(taken.AsSpan(Taken.AsSpan().IndexOf(Nobody)));
        return taken;
    }

    private static ReadOnlySpan<byte> RetryKey(ReadOnlySpan<byte> head)
    {
        var name = "X-Line-Retry-Key: "u8;
        var at = head.IndexOf(name);
        return at < 0 ? default : head[(at + name.Length)..];
    }

    private static byte[] Answer(byte[] body) =>
        [
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: {RequestId}\r\nContent-Length: {body.Length}\r\n\r\n"
            ),
            .. body,
        ];
}
