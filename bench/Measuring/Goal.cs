namespace OmoBroadcast.Bench.Measuring;

/// <summary>One line of what was promised, and what was found.</summary>
internal sealed record Goal(string What, string Wanted, string Found, bool Holds);
