using System.Security.Cryptography;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Reply tokens: good once and not for long.</summary>
internal sealed class ReplyTokens
{
    private const int Kept = 200_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (UInt128 Customer, long At)> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="customer">Whose event it came with.</param>
    /// <param name="at">Unix microseconds.</param>
    public string Issue(UInt128 customer, long at)
    {
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_lock)
        {
            _open[token] = (customer, at);
            _order.Enqueue(token);
            while (_order.Count > Kept)
                _open.Remove(_order.Dequeue());
        }

        return token;
    }

    public UInt128? Use(string token, long now, int seconds)
    {
        lock (_lock)
        {
            return _open.Remove(token, out var reply) && now - reply.At <= seconds * 1_000_000L ? reply.Customer : null;
        }
    }
}
