namespace OmoBroadcast.Storage.Media;

/// <summary>Reads something far away from wherever it is told to, so that a range can be served without fetching what lies before
/// it.</summary>
/// <param name="patience">How long any one read may take.</param>
internal sealed class RangedStream(long length, Func<long, CancellationToken, Task<Stream>> open, TimeSpan patience, TimeProvider time)
    : Stream
{
    private Stream? current;
    private long at;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.Length == 0)
            return 0;
        if (current is null || at != position)
        {
            if (current is not null)
                await current.DisposeAsync();
            current = await open(position, cancellationToken);
            at = position;
        }

        var read = await ReadAsync(current, buffer, cancellationToken);
        // Half a file must not pass for a whole one.
        if (read == 0)
            throw new EndOfStreamException($"It ended after {position} of {length} bytes");
        // Nor may another one that begins like it.
        if (read > length - position || (read == length - position && await ReadAsync(current, new byte[1], cancellationToken) > 0))
            throw new IOException($"It went on after {length} bytes");
        position = at += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) =>
        position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => length + offset,
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadAsync(Stream from, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await from.ReadAsync(buffer, until.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Nothing came for {patience.TotalSeconds:0} s after {position} of {length} bytes", late);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            current?.Dispose();
        base.Dispose(disposing);
    }
}
