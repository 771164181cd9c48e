using System.Text.RegularExpressions;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>What the house has to know of WhatsApp.</summary>
internal static partial class WhatsAppTraits
{
    /// <summary>The business account a number belongs to, whose templates it sends.</summary>
    public const string Waba = "Waba";

    public static readonly ChannelId Id = new("whatsapp");

    public static readonly ChannelTraits Value = new(Id, new("WhatsApp"))
    {
        Mark = "\U0001F7E9",
        Carries = new Dictionary<MessageSort, Surfaces>
        {
            [MessageSort.Text] = Surfaces.Both,
            [MessageSort.Image] = Surfaces.Both,
            [MessageSort.Video] = Surfaces.Both,
            [MessageSort.File] = Surfaces.Both,
            [MessageSort.Template] = Surfaces.Both,
        },
        Bindable = true,
        KnownByNumber = true,
        Handle = new(ReadNumber, "no telephone number from its country code on, such as 886212345678", static (handle, words) =>
            new Uri($"https://wa.me/{handle.TrimStart('+')}?text={Uri.EscapeDataString(words)}")
        ),
        ReadCustomerId = DigitsOf,
        Advice = MetaAdvice.Find,
        Settings = [.. MetaSettings.Shared, new(Waba, static waba => string.IsNullOrEmpty(waba) ? "is empty" : null)],
        TemplateScope = Waba,
    };

    /// <summary>As WhatsApp names a customer's number: its digits.</summary>
    private static string DigitsOf(string id) =>
        id.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '(' or ')' or '.')
            ? string.Concat(id.Where(char.IsAsciiDigit))
            : id;

    /// <summary>A number as digits from the country code on.</summary>
    private static string? ReadNumber(string handle)
    {
        var written = handle.Trim();
        if (Chat().Match(written) is { Success: true } chat)
            written = chat.Groups[1].Value;
        if (!Telephone().IsMatch(written))
            return null;
        // (0) is for those who call from within the country.
        var digits = string.Concat(
            written
                .Replace("(0)", "", StringComparison.Ordinal)
                .Where(char.IsDigit)
                .Select(digit => (char)('0' + char.GetNumericValue(digit)))
        );
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        return digits.Length is >= 8 and <= 15 && digits[0] != '0' && !digits.StartsWith("8860", StringComparison.Ordinal) ? digits : null;
    }

    [GeneratedRegex(@"^https://wa\.me/(\+?\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Chat();

    [GeneratedRegex(@"^[+＋]?[\d\s.()\-‐‑–\u00A0/]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Telephone();
}
