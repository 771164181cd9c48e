using System.Globalization;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>What an act was done to, as the audit log has it: ids, and nobody's words.</summary>
public sealed record AuditTarget
{
    private const string Broadcasts = "campaign ",
        SavedReplies = "saved ",
        Quarantine = "quarantined ",
        Towards = "to:";

    public long? Campaign { get; init; }

    public long? Saved { get; init; }

    public long? Quarantined { get; init; }

    public IReadOnlyList<CustomerKey> Customers { get; init; } = [];

    /// <summary>The colleague who was given them.</summary>
    public string? To { get; init; }

    /// <summary>The line as it is stored; what comes first is kept when it is too long.</summary>
    public override string ToString() =>
        Campaign is { } campaign ? Numbered(Broadcasts, campaign)
        : Saved is { } saved ? Numbered(SavedReplies, saved)
        : Quarantined is { } aside ? Numbered(Quarantine, aside)
        : string.Join(' ', [.. To is { } to ? [$"{Towards}{to}"] : (string[])[], .. Customers.Select(customer => customer.ToString())]);

    /// <summary>Reads what any version has written; what it cannot make out is left out.</summary>
    public static AuditTarget Read(string target)
    {
        if (Number(target, Broadcasts) is { } campaign)
            return new() { Campaign = campaign };
        if (Number(target, SavedReplies) is { } saved)
            return new() { Saved = saved };
        if (Number(target, Quarantine) is { } aside)
            return new() { Quarantined = aside };
        var parts = target.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            To = parts.FirstOrDefault(part => part.StartsWith(Towards, StringComparison.Ordinal))?[Towards.Length..],
            Customers =
            [
                .. parts
                    .Where(part => !part.StartsWith(Towards, StringComparison.Ordinal))
                    .Select(CustomerKey.TryParse)
                    .OfType<CustomerKey>(),
            ],
        };
    }

    private static string Numbered(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private static long? Number(string target, string kind) =>
        target.StartsWith(kind, StringComparison.Ordinal)
        && long.TryParse(target.AsSpan(kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
