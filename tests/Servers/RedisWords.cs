using System.Net.Sockets;
using System.Text;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Words to a Redis server from beside every client of it.</summary>
public static class RedisWords
{
    /// <summary>One command without blanks in its arguments; a simple or number answer, without its first sign.</summary>
    public static async Task<string> AskAsync(this RedisServer server, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadLineAsync() ?? throw new IOException("Redis hung up");
        return answer[0] == '-' ? throw new InvalidOperationException(answer) : answer[1..];
    }

    /// <summary>The file that commands are being appended to.</summary>
    public static FileInfo AppendOnlyFile(this RedisServer server) =>
        new DirectoryInfo(Path.Combine(server.Folder, "appendonlydir"))
            .GetFiles("*.incr.aof")
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .First();
}
