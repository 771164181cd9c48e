using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Somebody who is being forgotten.</summary>
/// <param name="Pseudonym">What stands for their id from then on; nothing leads back from it.</param>
/// <param name="At">When it was asked for.</param>
public sealed record Erasure(CustomerKey Customer, string Pseudonym, DateTimeOffset At);
