using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using OmoBroadcast.Storage.Condition;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Finds out why there is no connection to Redis, by making one that says who we are and no more. The client that serves the rest
/// keeps its reasons to itself.</summary>
internal static class RedisKnock
{
    private const int LongestReply = 512;

    /// <summary>Of the first address that has a reason; null when all would take us. Takes at most <paramref name="patience"/> for
    /// each.</summary>
    public static async Task<FaultReason?> AskAsync(ConfigurationOptions settings, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var address in settings.EndPoints)
        {
            using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bounded.CancelAfter(patience);
            if (await AskAsync(address, settings, bounded.Token, cancellationToken) is { } reason)
                return reason;
        }

        return null;
    }

    private static async Task<FaultReason?> AskAsync(
        EndPoint address,
        ConfigurationOptions settings,
        CancellationToken bounded,
        CancellationToken cancellationToken
    )
    {
        var securing = false;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, bounded);
            securing = settings.Ssl;
            await using Stream line = new NetworkStream(socket);
            if (!settings.Ssl)
                return await HelloAsync(line, settings, bounded);
            await using var secured = new SslStream(line);
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = settings.SslHost ?? (address as DnsEndPoint)?.Host ?? "" },
                bounded
            );
            securing = false;
            return await HelloAsync(secured, settings, bounded);
        }
        catch (Exception wrong) when (ReasonOf(wrong, settings.Ssl, securing) is { } reason)
        {
            return reason;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A Redis that speaks no TLS waits for the rest of what it takes for a command.
            return securing ? FaultReason.Tls : FaultReason.Silent;
        }
    }

    /// <param name="wanted">That the line be secured.</param>
    /// <param name="securing">Whether it failed at that.</param>
    private static FaultReason? ReasonOf(Exception wrong, bool wanted, bool securing) =>
        wrong switch
        {
            SocketException socket => SocketFault.Of(socket.SocketErrorCode),
            AuthenticationException => FaultReason.Tls,
            IOException when securing => FaultReason.Tls,
            IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } } when !wanted =>
                FaultReason.Tls,
            IOException { InnerException: SocketException inner } => SocketFault.Of(inner.SocketErrorCode),
            IOException => FaultReason.Other,
            _ => null,
        };

    private static async Task<FaultReason?> HelloAsync(Stream line, ConfigurationOptions settings, CancellationToken bounded)
    {
        if (settings.Password is { Length: > 0 } password)
        {
            string[] words = settings.User is { Length: > 0 } user ? ["AUTH", user, password] : ["AUTH", password];
            if (await SayAsync(line, words, bounded) is { } no)
                return no;
        }

        return await SayAsync(line, ["PING"], bounded);
    }

    private static async Task<FaultReason?> SayAsync(Stream line, string[] words, CancellationToken bounded)
    {
        var command = new StringBuilder().Append('*').Append(words.Length).Append("\r\n");
        foreach (var word in words)
            command.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        await line.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()), bounded);
        var reply = new byte[LongestReply];
        var length = 0;
        while (length < LongestReply && !reply.AsSpan(0, length).Contains((byte)'\n'))
        {
            var read = await line.ReadAsync(reply.AsMemory(length), bounded);
            // Whoever hangs up on plain words wants them secured.
            if (read == 0)
                return length == 0 || !IsSign(reply[0]) ? FaultReason.Tls : FaultReason.Other;
            length += read;
        }

        var said = Encoding.UTF8.GetString(reply, 0, length);
        return said.StartsWith('+') ? null
            : said.StartsWith('-') ? RedisFault.OfReply(said[1..])
            : FaultReason.Tls;
    }

    /// <summary>Of a reply in Redis's language; an alert of TLS begins with another.</summary>
    private static bool IsSign(byte first) => first is (byte)'+' or (byte)'-';
}
