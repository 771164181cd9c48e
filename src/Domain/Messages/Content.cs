using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Messages;

/// <summary>
/// What is sent: up to <see cref="MostMessages"/> messages, in order. As composed it may hold the variables <c>{{customer_name}}</c>,
/// <c>{{staff_name}}</c> (whose customer it is) and <c>{{store_name}}</c>, each also with a fallback of its own,
/// <c>{{customer_name|friend}}</c>; signed it holds only those that differ by person, rendered none.
/// </summary>
public sealed partial record Content(IReadOnlyList<OutboundMessage> Messages)
{
    public const int MostMessages = 5;

    /// <summary>Of a variable's own, in UTF-16 units.</summary>
    public const int LongestFallback = 40;

    private const string CustomerName = "customer_name",
        StaffName = "staff_name",
        StoreName = "store_name";

    /// <summary>The variables there are.</summary>
    public static readonly IReadOnlyList<string> Variables = [CustomerName, StaffName, StoreName];

    public bool DiffersByPerson => Messages.SelectMany(Words).Any(words => Variable().IsMatch(words));

    /// <summary>The template this content sends; null when it sends messages of its own.</summary>
    public OutboundMessage.Template? Template => Messages.OfType<OutboundMessage.Template>().FirstOrDefault();

    /// <summary>The variables used that nobody can fill, each once, as written.</summary>
    public IReadOnlyList<string> UnknownVariables() =>
        [
            .. Messages
                .SelectMany(Words)
                .SelectMany(words => Variable().Matches(words))
                .Select(match => match.Groups["name"].Value)
                .Where(name => !Variables.Contains(name, StringComparer.OrdinalIgnoreCase))
                .Distinct(),
        ];

    /// <summary>What is wrong with the words around the names to be filled in; null: whoever receives it reads words, and none of our
    /// braces.</summary>
    public ContentFault? Fault()
    {
        if (Messages.SelectMany(Words).Any(words => Stray().IsMatch(Variable().Replace(words, "\uFFFC"))) || UnknownVariables().Count > 0)
            return ContentFault.Braces;
        return Messages.SelectMany(Words).Any(words => !VisibleText.Shows(Variable().Replace(words, "x"))) ? ContentFault.Empty : null;
    }

    /// <summary>The content with what is the same for all it goes to: the store and, unless it differs, whose customers they are.</summary>
    /// <param name="staffName">Null: it differs by person.</param>
    /// <remarks>A name that is not known is left to <see cref="Render"/>, which has a word for it.</remarks>
    public Content Sign(string? staffName, string storeName) =>
        Fill(
            (match, shape) =>
                Is(match, StoreName) ? Or(storeName, match, null, shape)
                : Is(match, StaffName) ? Or(staffName, match, null, shape)
                : null
        );

    /// <summary>The content for one person. A missing name becomes the variable's own fallback, else the house's word for it.</summary>
    /// <param name="staffName">Whose customer it is, where that differs by person.</param>
    /// <param name="storeName">The store, where it is not signed yet.</param>
    public Content Render(string? customerName, NameFallbacks fallbacks, string? staffName = null, string? storeName = null) =>
        Fill(
            (match, shape) =>
                Is(match, CustomerName) ? Or(customerName, match, fallbacks.Customer, shape)
                : Is(match, StaffName) ? Or(staffName, match, fallbacks.Staff, shape)
                : Or(storeName, match, fallbacks.Store, shape)
        );

    /// <summary>
    /// The same for a channel that takes a picture, a video or a file with the text behind it as one message: each message is one charge
    /// there. Only what is the same for all its recipients, or rendered for one; what is stored so is sent so.
    /// </summary>
    /// <param name="most">How long such a text may be, in UTF-16 units; null where there is no such message.</param>
    public Content Captioned(int? most)
    {
        if (most is not { } longest)
            return this;
        var messages = new List<OutboundMessage>();
        foreach (var message in Messages)
        {
            if (
                message is OutboundMessage.Text { Words: var words }
                && words.Length <= longest
                && messages is [.., OutboundMessage.Media { Kind: not MediaKind.Audio, Caption: null } media]
            )
                messages[^1] = media with { Caption = words };
            else
                messages.Add(message);
        }

        return messages.Count == Messages.Count ? this : new(messages);
    }

    /// <summary>The content without one of its messages.</summary>
    public Content Without(int message) => new([.. Messages.Where((_, i) => i != message)]);

    /// <summary>How many UTF-16 units all that is filled in may have, each, so that no text is longer than
    /// <paramref name="most"/>.</summary>
    /// <param name="length">Of words, in the units of <paramref name="most"/>.</param>
    /// <param name="perUnit">How many of those units one UTF-16 unit takes at the most.</param>
    public int RoomForName(int most, Func<string, int> length, int perUnit) =>
        Messages
            .OfType<OutboundMessage.Text>()
            .Select(text => (text.Words, Count: Variable().Count(text.Words)))
            .Where(text => text.Count > 0)
            .Select(text => (most - length(Variable().Replace(text.Words, ""))) / (perUnit * text.Count))
            .DefaultIfEmpty(int.MaxValue)
            .Min();

    // Null: it is left as it stands.
    private Content Fill(Func<Match, Func<string, string>, string?> value)
    {
        return new([
            .. Messages.Select(message =>
                message switch
                {
                    OutboundMessage.Text text => new OutboundMessage.Text(
                        Variable().Replace(text.Words, match => value(match, words => words) ?? match.Value)
                    ),
                    OutboundMessage.Template template => template with
                    {
                        Body = Tidy(template.Body),
                        Parameters =
                        [
                            .. template.Parameters.Select(parameter =>
                                parameter.Value is { } words ? parameter with { Value = Tidy(words) } : parameter
                            ),
                        ],
                        Frame = template.Frame is not { } frame
                            ? null
                            : frame with
                            {
                                Header = frame.Header is null ? null : Tidy(frame.Header),
                                Buttons = [.. frame.Buttons.Select(Tidy)],
                            },
                    },
                    _ => message,
                }
            ),
        ]);

        string Tidy(string words) => Variable().Replace(words, match => value(match, TemplateFilling.Tidy) ?? match.Value);
    }

    private static bool Is(Match match, string variable) =>
        string.Equals(match.Groups["name"].Value, variable, StringComparison.OrdinalIgnoreCase);

    // The first that says something, as it will be shown. Signing without a name leaves the variable, its own fallback with it: the name
    // may be known later.
    private static string? Or(string? value, Match match, string? fallback, Func<string, string> shape)
    {
        if (Plain(value, shape) is { } name)
            return name;
        return fallback is null ? null : Plain(match.Groups["fallback"].Value, shape) ?? Plain(fallback, shape) ?? fallback;
    }

    // A customer may call themselves by our braces, or by half of them: nobody shall read them for ours.
    private static string? Plain(string? value, Func<string, string> shape)
    {
        if (value is null)
            return null;
        var shaped = shape(value.Replace('{', '｛').Replace('}', '｝').Trim());
        return VisibleText.Shows(shaped) ? shaped : null;
    }

    private static IEnumerable<string> Words(OutboundMessage message) =>
        message switch
        {
            OutboundMessage.Text text => [text.Words],
            OutboundMessage.Template template => template.Parameters.Select(parameter => parameter.Value).OfType<string>(),
            _ => [],
        };

    public bool Equals(Content? other) => other is not null && Messages.SequenceEqual(other.Messages);

    public override int GetHashCode() => Messages.Aggregate(0, HashCode.Combine);

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]{1,40})\s*(?:\|(?<fallback>[^{}]{0,40}))?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    // What is left of braces once the variables are out of the words: unclosed, nested, full-width, or around a variable.
    [GeneratedRegex(@"\{\{|\}\}|｛｛|｝｝|\{\uFFFC|\uFFFC\}", RegexOptions.CultureInvariant)]
    private static partial Regex Stray();
}

/// <summary>What stands for names that nobody knows; each says something.</summary>
public sealed record NameFallbacks(string Customer, string Staff, string Store);

/// <summary>What is wrong with composed words.</summary>
public enum ContentFault
{
    /// <summary>A message that shows nothing.</summary>
    Empty,

    /// <summary>Braces that are none of the variables there are.</summary>
    Braces,
}
