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
            if (request[0] == 'P')
                book.Sent(RetryKey(request[..frame.Body]), request[frame.Body..]);
            else
                book.Asked();
            // A few hundred bytes into an empty socket buffer go at once.
            socket.Send(request[0] == 'P' ? Sent : Known, SocketFlags.None, out _);
            from += frame.Length;
        }

        buffer.AsSpan(from, filled - from).CopyTo(buffer);
        filled -= from;
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 4);
        return true;
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
