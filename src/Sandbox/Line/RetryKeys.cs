namespace OmoBroadcast.Sandbox.Line;

/// <summary>The retry keys of one channel. They live for 24 hours from the first request.</summary>
internal sealed class RetryKeys
{
    private const long Lifetime = 24L * 3_600 * 1_000_000;
    private readonly Dictionary<Guid, Use> _uses = [];

    /// <summary>Notes an attempt and says what is known of earlier ones.</summary>
    public (Use Use, bool DifferentBody, bool Outlived) Note(Guid key, ulong body, long now)
    {
        if (!_uses.TryGetValue(key, out var use))
            return (_uses[key] = new Use(now, body, null), false, false);
        if (now - use.FirstAt >= Lifetime)
            return (_uses[key] = new Use(now, body, null), false, true);
        return (use, use.Body != body, false);
    }

    public void Accept(Guid key, Receipt receipt) => _uses[key] = _uses[key] with { Accepted = receipt };

    public void Clear() => _uses.Clear();

    internal readonly record struct Use(long FirstAt, ulong Body, Receipt? Accepted);
}
