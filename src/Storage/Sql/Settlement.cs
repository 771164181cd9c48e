using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What became of one claimed request. Holds only while nobody else has claimed it since: <paramref name="Epoch"/> must be the one
/// it was claimed with.</summary>
/// <param name="At">When it was known.</param>
/// <param name="Code">The platform's code, or ours.</param>
/// <param name="Reason">The platform's words, cut at 500 characters.</param>
/// <param name="PlatformId">The platform's id of the message or of the request.</param>
/// <param name="NotBefore">For what goes back to the queue; null keeps its place.</param>
/// <param name="Uncertain">This attempt left, and nobody can say whether the platform has it.</param>
/// <param name="Trail">For channels whose limits say so; null for others, and costs them nothing.</param>
public sealed record Settlement(
    Guid Id,
    long Epoch,
    SettledAs As,
    DateTimeOffset At,
    string? Code = null,
    string? Reason = null,
    string? PlatformId = null,
    DateTimeOffset? NotBefore = null,
    bool Uncertain = false,
    Trail? Trail = null
);

/// <summary>What one call to a platform that reports later, or takes messages one by one, leaves behind besides its request's
/// state.</summary>
/// <param name="Total">Messages of the content.</param>
/// <param name="Went">How many of them have surely gone, from the first on.</param>
/// <param name="Sent">The message that this call sent, where it sent one.</param>
/// <param name="Suppress">What the answer says of the customer for all bulk messages to come.</param>
public sealed record Trail(
    AccountKey Account,
    string UserId,
    int Total,
    int Went,
    SentMessage? Sent = null,
    SuppressionKind? Suppress = null
);

/// <summary>A message as the platform took it.</summary>
/// <param name="At">When its call began.</param>
public sealed record SentMessage(int Part, string PlatformId, DateTimeOffset At);
