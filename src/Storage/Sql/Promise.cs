using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What pressing the button promises.</summary>
/// <param name="WillReceive">How many the preview said would receive.</param>
public sealed record Promise(DateTimeOffset DueAt, DateTimeOffset ExpiresAt, int WillReceive)
{
    internal const string Set = """
        content = coalesce(@content, content), due_at = @due, expires_at = @expires, promised = @promised,
        promised_left = @left, promised_present = @present, window_reason = @window, returned = null
        """;

    /// <summary>As it is sent: signed, so that it stays the same whatever becomes of its sender. Null: as it stands.</summary>
    public Content? Content { get; init; }

    /// <summary>How many the preview said would not receive, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, long>? WillNot { get; init; }

    /// <summary>Why it goes out also while its store's send window is shut; null: it keeps to the window.</summary>
    public string? WindowReason
    {
        get;
        init => field = value is null ? null : StoredText.Clean(value, StoredText.LongestWords);
    }

    /// <summary>Which Redis those were read from; null where it could not be asked.</summary>
    public RedisLives? Present { get; init; }

    internal static (string, object?) Of(RedisLives? present) => ("present", present is null ? null : LedgerJson.Write(present.ByAccount));

    internal (string, object?)[] Values =>
        [
            ("content", Content is null ? null : LedgerJson.Write(Content)),
            ("due", DueAt),
            ("expires", ExpiresAt),
            ("promised", WillReceive),
            ("left", WillNot is null ? null : LedgerJson.Write(WillNot)),
            ("window", WindowReason),
            Of(Present),
        ];
}
