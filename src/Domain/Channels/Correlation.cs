using System.Globalization;

namespace OmoBroadcast.Domain.Channels;

/// <summary>
/// Names one message of one request towards a platform that gives it back later: WhatsApp in its statuses, Messenger in its echoes. Says
/// nothing of a person.
/// </summary>
/// <param name="RequestId">The ledger's request.</param>
/// <param name="Part">The message's place in the content, from 0.</param>
public readonly record struct Correlation(Guid RequestId, int Part)
{
    /// <summary>The 32 hexadecimal digits of the id, a dot, the place.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RequestId:N}.{Part}");

    /// <summary>Null for anything that <see cref="ToString"/> did not write.</summary>
    public static Correlation? Read(string? text) =>
        text is { Length: 34 } && text[32] == '.' && text[33] is >= '0' and <= '9' && Guid.TryParseExact(text[..32], "N", out var id)
            ? new(id, text[33] - '0')
            : null;
}
