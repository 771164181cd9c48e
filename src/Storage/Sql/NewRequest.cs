using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>One HTTP call to be made.</summary>
/// <param name="Id">Version 7; requests are claimed in the order of their ids.</param>
/// <param name="Recipients">User ids, without line breaks.</param>
/// <param name="Content">Null: the campaign's own.</param>
/// <param name="RetrySafe">The platform has a retry key, so an uncertain attempt may be repeated within the key's lifetime.</param>
public sealed record NewRequest(
    Guid Id,
    AccountKey Account,
    RequestKind Kind,
    RequestClass Class,
    IReadOnlyList<string> Recipients,
    Content? Content,
    bool RetrySafe,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>A message to one customer outside any campaign.</summary>
    public static NewRequest Reply(Guid id, CustomerKey customer, Content content, bool retrySafe, DateTimeOffset expiresAt) =>
        new(id, customer.Account, RequestKind.Single, RequestClass.Reply, [customer.UserId], content, retrySafe, expiresAt);
}
