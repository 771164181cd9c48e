using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>
/// A TCP line to PostgreSQL that can lose the answer to a COMMIT, or to a statement that is committed by itself: the database has done it
/// and the client is not told.
/// </summary>
internal sealed class LossyLine : IAsyncDisposable
{
    private const string Commit = "COMMIT";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly int server;
    private volatile string wanted = Commit;
    private int toLose;
    private int lost;

    public LossyLine(int server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many answers were lost so far.</summary>
    public int Lost => Volatile.Read(ref lost);

    /// <summary>The next answer to a COMMIT, or to the statement with these words, which is its own transaction, is lost, and with it its
    /// connection.</summary>
    public void Lose(string? statement = null)
    {
        wanted = statement ?? Commit;
        Volatile.Write(ref toLose, 1);
    }

    /// <summary>Does this and loses one answer.</summary>
    public async Task<T> LosingAsync<T>(Func<Task<T>> work, string? alone = null)
    {
        var before = Lost;
        Lose(alone);
        var result = await work();
        Assert.Equal(before + 1, Lost);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var there = new TcpClient();
        using (client)
        {
            var state = new StrongBox();
            try
            {
                await there.ConnectAsync(IPAddress.Loopback, server);
                await Task.WhenAny(
                    CarryThereAsync(client.GetStream(), there.GetStream(), state),
                    CarryBackAsync(there.GetStream(), client.GetStream(), state)
                );
            }
            catch (Exception broken) when (broken is IOException or SocketException) { }
        }
    }

    private async Task CarryThereAsync(NetworkStream from, NetworkStream to, StrongBox state)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            // Npgsql sends COMMIT as a message of its own.
            if (
                (read < 64 || wanted != Commit)
                && Encoding.ASCII.GetString(buffer, 0, read).Contains(wanted, StringComparison.Ordinal)
                && Take()
            )
                state.Losing = true;
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task CarryBackAsync(NetworkStream from, NetworkStream to, StrongBox state)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (state.Losing)
            {
                Interlocked.Increment(ref lost);
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private bool Take()
    {
        int left;
        while ((left = Volatile.Read(ref toLose)) > 0)
            if (Interlocked.CompareExchange(ref toLose, left - 1, left) == left)
                return true;
        return false;
    }

    private sealed class StrongBox
    {
        public volatile bool Losing;
    }
}
