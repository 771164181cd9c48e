using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>None, one (kept in place) or many people, by the numbers of <see cref="Addresses"/>.</summary>
internal readonly struct Recipients
{
    private readonly UInt128 _one;
    private readonly UInt128[]? _many;

    public Recipients(UInt128 one) => (_one, Count) = (one, 1);

    public Recipients(UInt128[] many) => (_many, Count) = (many, many.Length);

    public int Count { get; }

    public UInt128 this[int index] => _many is null ? _one : _many[index];
}
