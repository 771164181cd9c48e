using System.Buffers;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>The body of a platform's answer, up to <see cref="MostBytes"/>.</summary>
internal sealed class Answer : IDisposable
{
    public const int MostBytes = 256 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int length;

    private Answer() { }

    /// <summary>There was more than was to be read; <see cref="Body"/> is only its beginning.</summary>
    public bool TooLong { get; private set; }

    public ReadOnlyMemory<byte> Body => buffer.AsMemory(0, length);

    /// <summary>Throws what the stream throws when the answer breaks off or the deadline passes.</summary>
    /// <param name="most">Where an answer of ours is expected to be longer than <see cref="MostBytes"/>.</param>
    public static async ValueTask<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken, int most = MostBytes)
    {
        var answer = new Answer();
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var read = await stream.ReadAsync(answer.buffer.AsMemory(answer.length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return answer;
                answer.length += read;
                if (answer.length > most)
                {
                    answer.length = most;
                    answer.TooLong = true;
                    return answer;
                }

                if (answer.length == answer.buffer.Length)
                    answer.Grow();
            }
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
