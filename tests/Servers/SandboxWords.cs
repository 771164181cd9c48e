using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Servers;

/// <summary>An official account as both sides know it.</summary>
public sealed record LineAccountSeed(string Destination, string Secret, string Token)
{
    /// <summary>One of its own for each number; good for nothing outside of a test.</summary>
    public static LineAccountSeed Number(int number) =>
        new($"U{number:x32}", $"{number:x8}c0ffee00c0ffee00c0ffee00", $"token-of-account-{number}");
}

/// <summary>Customers to create and how they write in; what is left out is the sandbox's default.</summary>
public sealed record CustomersWish(int Count, string Destination)
{
    public int Seed { get; init; } = 1;

    public int? Messages { get; init; }

    public int? EventsPerBody { get; init; }

    public int? InFlight { get; init; }

    public int? Times { get; init; }

    public bool? Shuffle { get; init; }
}

/// <summary>What the service answered to webhooks, by status; "0" is no answer.</summary>
public sealed record WebhookReport(
    int Customers,
    int Events,
    int Webhooks,
    IReadOnlyDictionary<string, int> Statuses,
    double P50Ms,
    double P99Ms,
    double MaxMs
)
{
    public bool AllTaken => Statuses.Count == 1 && Statuses.ContainsKey("200");
}

public sealed record SandboxCustomer(int Index, string UserId, string Name, string? Language, bool Blocked);

public sealed record LedgerTotals(bool Reached, long Calls, long Accepted, long Recipients);

public sealed record DeliveryLine(string To, int Accepted, int Delivered, IReadOnlyList<string> Texts, string Channel);

public sealed record PaceLine(
    string Account,
    string Endpoint,
    int Calls,
    int Accepted,
    int MaxAcceptedPerSecond,
    int MaxCallsPerSecond,
    double AcceptedPerSecond,
    double LongestStallMs
);

public sealed record LedgerSummary(
    int Calls,
    int Accepted,
    long Recipients,
    long Delivered,
    int DistinctRecipients,
    int Replayed,
    int WithoutRetryKey,
    long Duplicates,
    IReadOnlyList<string> FirstDuplicates,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyList<PaceLine> Pace,
    IReadOnlyDictionary<string, long> ViolationCounts,
    IReadOnlyDictionary<string, ChannelLine> Channels
);

/// <summary>What one platform received; errors by code or code/subcode.</summary>
public sealed record ChannelLine(
    int Calls,
    int Accepted,
    int DistinctRecipients,
    long Duplicates,
    int WithoutCorrelation,
    int Doubtful,
    IReadOnlyDictionary<string, int> Errors
);

/// <summary>One call as the platform saw it.</summary>
/// <param name="At">Arrival, Unix microseconds.</param>
/// <param name="Doubtful">Not taken, and the answer did not say so.</param>
public sealed record CallLine(
    long At,
    string Channel,
    string Endpoint,
    Guid? RetryKey,
    int Status,
    bool Accepted,
    bool Doubtful,
    string? Correlation,
    string? To
)
{
    /// <summary>Of the ledger; null where the platform is told nothing to know it by.</summary>
    public Guid? Request => RetryKey ?? (Guid.TryParse(Correlation?.Split('.')[0], out var id) ? id : null);
}

public sealed record TeamsEvents(long Sequence, IReadOnlyList<TeamsEvent> Events);

public sealed record TeamsEvent(long Sequence, string Kind, string Conversation, string? Id, JsonNode? Activity);
