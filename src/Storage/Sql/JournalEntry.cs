using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>One thing that was done to a customer, as the scripts of Redis list it (<c>list</c> in <c>customer.lua</c>) and as the journal
/// keeps it.</summary>
/// <param name="What">Of an event what <c>apply.lua</c> takes it for; of an act of staff its word.</param>
/// <param name="Digest">What it is known by among those of its customer.</param>
/// <param name="At">When it was, by the platform's clock or that of whoever acted; of tags by Redis'.</param>
/// <param name="Noted">When we noted it.</param>
public sealed record JournalEntry(string What, CustomerKey Customer, Guid Digest, long At, long Noted)
{
    /// <summary>As scripts and transcripts write it, encoded.</summary>
    public string? Event { get; init; }

    /// <summary>Of the message that it is or is about, encoded.</summary>
    public string? Message { get; init; }

    /// <summary>Of a line what stands before its words; of an act what became of it; of a customer as they stood the record.</summary>
    public string? Detail { get; init; }

    /// <summary>Of tags those that were added, a line each.</summary>
    public string? Words { get; init; }

    public string? Name { get; init; }

    /// <summary>What an event told besides itself; of a profile the language, of tags those that were removed.</summary>
    public string? Told { get; init; }

    public string? Staff { get; init; }

    /// <summary>To whom it was passed; by what other id a customer is known.</summary>
    public string? Other { get; init; }
}

/// <summary>One list of Redis, and up to where the journal has been written from it.</summary>
/// <param name="Last">The last of its entries that are written now.</param>
public sealed record JournalPlace(AccountKey Account, int Bucket, JournalEntry Last);

/// <summary>One part of what Redis holds of an account.</summary>
public readonly record struct JournalBucket(AccountKey Account, int Number);

/// <summary>What an entry is that is not an event's.</summary>
internal static class JournalWords
{
    public const string Tags = "tags",
        Answer = "answer",
        Profile = "profile",
        Moved = "moved",
        Stays = "stays",
        Alias = "alias",
        Stood = "stood",
        Said = "said",
        Amended = "amended",
        Left = "left",
        Unsent = "u",
        Note = "note",
        Bound = "bound",
        Unbound = "unbound",
        Stopped = "stopped",
        Resumed = "resumed";
}
