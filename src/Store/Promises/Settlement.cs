namespace OmoBroadcast.Store.Promises;

/// <summary>What became of one claimed request. Holds only while nobody else has claimed it since: <paramref name="Epoch"/> must be the one it was claimed with.</summary>
/// <param name="At">When it was known.</param>
/// <param name="Code">The platform's code, or ours.</param>
/// <param name="Reason">The platform's words, cut at 500 characters.</param>
/// <param name="PlatformId">The platform's id of the message or of the request.</param>
/// <param name="NotBefore">For what goes back to the queue; null keeps its place.</param>
/// <param name="Uncertain">This attempt left, and nobody can say whether the platform has it.</param>
public sealed record Settlement(
    Guid Id,
    long Epoch,
    SettledAs As,
    DateTimeOffset At,
    string? Code = null,
    string? Reason = null,
    string? PlatformId = null,
    DateTimeOffset? NotBefore = null,
    bool Uncertain = false);
