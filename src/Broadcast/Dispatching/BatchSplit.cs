using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What becomes of a refused batch: two halves under keys of their own, until the one who spoils it stands alone.</summary>
public static class BatchSplit
{
    public static IReadOnlyList<NewRequest> Halves(this ClaimedRequest request, DateTimeOffset now)
    {
        var half = request.Recipients.Count / 2;
        return [request.Again([.. request.Recipients.Take(half)], now), request.Again([.. request.Recipients.Skip(half)], now)];
    }

    /// <summary>The same content to some of the same recipients, as a new request.</summary>
    public static NewRequest Again(this ClaimedRequest request, IReadOnlyList<string> recipients, DateTimeOffset now) =>
        new(
            Guid.CreateVersion7(now),
            request.Account,
            recipients.Count == 1 ? RequestKind.Single : RequestKind.Batch,
            request.Class,
            recipients,
            request.Content,
            request.RetrySafe,
            request.ExpiresAt
        );
}
