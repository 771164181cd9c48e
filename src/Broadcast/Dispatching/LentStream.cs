namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>A stream lent to somebody who closes it: the owner's stays open, to be read again.</summary>
internal sealed class LentStream(Stream owned) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => owned.Length;

    public override long Position
    {
        get => owned.Position;
        set => owned.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => owned.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        owned.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        owned.ReadAsync(buffer, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => owned.Seek(offset, origin);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
