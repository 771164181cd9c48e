using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Redis;

/// <param name="Next">The cursor of the next page; null at the end. A page may be empty and yet have a next one.</param>
public sealed record CustomerPage(IReadOnlyList<Customer> Customers, string? Next);
