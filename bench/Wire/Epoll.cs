using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OmoBroadcast.Bench.Wire;

/// <summary>
/// Tells which of many sockets can be read, on one thread. The generator and the stub stand on it because their own cost must be small
/// beside what they measure: the runtime's asynchronous sockets cost several times as much per request. Linux only.
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000,
        Add = 1,
        Readable = 1,
        MostEvents = 128;

    // The kernel packs its struct on x64 and nowhere else.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TagAt = Stride - 8;

    private readonly int handle = EpollCreate(CloseOnExec);
    private readonly byte[] events = new byte[MostEvents * 16];

    /// <summary>Reports the socket by <paramref name="tag"/> while it can be read.</summary>
    public void Watch(Socket socket, int tag)
    {
        var wanted = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(wanted, Readable);
        BinaryPrimitives.WriteInt64LittleEndian(wanted.AsSpan(TagAt), tag);
        if (EpollControl(handle, Add, (int)socket.Handle, wanted) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>The tags of those that can be read now, as many as fit; none after <paramref name="milliseconds"/> (-1: waits for
    /// one).</summary>
    public int Wait(Span<int> ready, int milliseconds)
    {
        var count = EpollWait(handle, events, Math.Min(MostEvents, ready.Length), milliseconds);
        for (var i = 0; i < count; i++)
            ready[i] = (int)BinaryPrimitives.ReadInt64LittleEndian(events.AsSpan((i * Stride) + TagAt));
        return Math.Max(0, count);
    }

    public void Dispose() => _ = Close(handle);

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EpollCreate(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EpollControl(int epoll, int operation, int socket, byte[] wanted);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EpollWait(int epoll, byte[] events, int most, int milliseconds);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
