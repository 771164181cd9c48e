using System.Text.RegularExpressions;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// What is sent: up to <see cref="MostMessages"/> messages, in order. As composed it may hold variables such as
/// <c>{{customer_name}}</c> or, with a fallback of its own, <c>{{customer_name|friend}}</c>; rendered it holds none.
/// </summary>
public sealed partial record Content(IReadOnlyList<OutboundMessage> Messages)
{
    public const int MostMessages = 5;

    public bool DiffersByPerson => Messages.OfType<OutboundMessage.Text>().Any(text => Variable().IsMatch(text.Words));

    /// <summary>The variables used that nobody can fill, each once, as written.</summary>
    public IReadOnlyList<string> UnknownVariables() =>
        [.. Messages.OfType<OutboundMessage.Text>().SelectMany(text => Variable().Matches(text.Words)).Select(match => match.Groups["name"].Value)
            .Where(name => !string.Equals(name, "customer_name", StringComparison.OrdinalIgnoreCase)).Distinct()];

    /// <summary>The content for one person. A missing name becomes the variable's own fallback, else <paramref name="fallback"/>.</summary>
    public Content Render(string? customerName, string fallback) =>
        new([.. Messages.Select(message => message is OutboundMessage.Text text
            ? new OutboundMessage.Text(Variable().Replace(text.Words, match =>
                !string.IsNullOrWhiteSpace(customerName) ? customerName.Trim()
                : match.Groups["fallback"] is { Success: true, Value: { Length: > 0 } own } ? own.Trim() : fallback))
            : message)]);

    public bool Equals(Content? other) => other is not null && Messages.SequenceEqual(other.Messages);

    public override int GetHashCode() => Messages.Aggregate(0, HashCode.Combine);

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]{1,40})\s*(?:\|(?<fallback>[^{}]{0,40}))?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

/// <summary>One message of a <see cref="Content"/>.</summary>
public abstract record OutboundMessage
{
    private OutboundMessage() { }

    public sealed record Text(string Words) : OutboundMessage;
}
