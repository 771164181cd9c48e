using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>One call as the platform saw it.</summary>
/// <param name="At">Arrival, Unix microseconds on the sandbox's clock.</param>
/// <param name="Kind">The endpoint.</param>
/// <param name="Account">The account, empty if the token was not good.</param>
/// <param name="Key">The retry key, if one was sent.</param>
/// <param name="Status">What was answered; 0 = the connection was cut.</param>
/// <param name="Accepted">Whether this very call made the platform take the messages.</param>
/// <param name="Content">Digest of the messages, 0 if there were none to be read.</param>
/// <param name="To">The recipients of a well-formed send.</param>
/// <param name="Silent">Recipients for whom nothing will arrive: they blocked the account, or it does not know them.</param>
internal readonly record struct Call(
    long At,
    CallKind Kind,
    string Account,
    Guid? Key,
    short Status,
    bool Accepted,
    ulong Content,
    Recipients To,
    UInt128[]? Silent
)
{
    public Channel Channel { get; init; }

    /// <summary>What the caller gave to recognise the message by, on platforms that give it back.</summary>
    public string? Correlation { get; init; }

    /// <summary>The platform's id of the message taken, or of the upload.</summary>
    public string? MessageId { get; init; }

    /// <summary>The platform's error, code and subcode.</summary>
    public (int Code, int Subcode) Error { get; init; }

    /// <summary>Not taken, and the answer did not say so: cut off, a server's error, or junk. The errors by which WhatsApp asks for time
    /// say so.</summary>
    public bool Doubtful =>
        !Accepted && Content != 0 && Status is (0 or >= 500 or (>= 200 and < 300)) && Error.Code is not (131_016 or 131_057 or 133_004);
}
