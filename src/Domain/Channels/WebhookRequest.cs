namespace OmoBroadcast.Domain.Channels;

/// <summary>One webhook call as it came: the very bytes of the body, one value per header and query name, names in any case.</summary>
public sealed record WebhookRequest(
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>What stands in the path behind the channel's name and a slash; mostly empty. A platform may say only there whom the call is
    /// for.</summary>
    public string Path { get; init; } = "";
}
