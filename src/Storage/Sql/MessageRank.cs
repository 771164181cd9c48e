using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// How far a message has come, in an order in which the larger always wins: so reports may come in any order, any number of times.
/// </summary>
internal enum MessageRank
{
    Sent = 1,
    Failed = 2,
    Delivered = 3,
    Read = 4,
}

internal static class MessageRanks
{
    public static MessageRank Rank(this ReceiptKind kind) =>
        kind switch
        {
            ReceiptKind.Sent => MessageRank.Sent,
            ReceiptKind.Delivered => MessageRank.Delivered,
            ReceiptKind.Read => MessageRank.Read,
            ReceiptKind.Failed => MessageRank.Failed,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
