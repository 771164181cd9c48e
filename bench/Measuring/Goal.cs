namespace OmoBroadcast.Bench.Measuring;

/// <summary>One line of what was promised, and what was found.</summary>
internal sealed record Goal(string What, string Wanted, string Found, bool Holds)
{
    /// <summary>Wanted of what is measured and has no goal.</summary>
    public const string None = "no goal";

    /// <summary>Measured while the machine had other work: neither that it holds nor that it does not is to be believed.</summary>
    public bool Dirty { get; init; }
}
