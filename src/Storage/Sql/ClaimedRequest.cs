using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>A request that is ours to send until its lease ends.</summary>
/// <param name="Campaign">Null for a message outside any campaign.</param>
/// <param name="Content">Null: the campaign's own.</param>
/// <param name="Attempts">This one included.</param>
/// <param name="Uncertain">An earlier attempt may have arrived.</param>
/// <param name="FirstAttemptAt">When the retry key was first used; of the first attempt, when it was claimed.</param>
/// <param name="Epoch">Settling needs it.</param>
/// <param name="Went">Where messages go one call each: how many of them went in earlier attempts.</param>
public sealed record ClaimedRequest(
    Guid Id,
    long? Campaign,
    AccountKey Account,
    RequestKind Kind,
    RequestClass Class,
    IReadOnlyList<string> Recipients,
    Content? Content,
    int Attempts,
    bool Uncertain,
    DateTimeOffset? FirstAttemptAt,
    DateTimeOffset ExpiresAt,
    long Epoch,
    bool RetrySafe,
    int Went = 0
)
{
    /// <summary>Not attempted after all: back to its place in the queue, and the attempt does not count.</summary>
    public Settlement Released() =>
        new(Id, Epoch, SettledAs.Throttled, default) { Trail = Went == 0 ? null : new(Account, Recipients[0], 0, Went) };
}
