using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>What customers find an account by, as its operator writes it and as links need it.</summary>
internal static partial class AccountHandle
{
    /// <summary>A LINE id with its @, a WhatsApp number as digits from the country code on; elsewhere as it is. Null for what is
    /// none.</summary>
    public static string? Read(string channel, string handle) =>
        channel == ChannelId.Line.Value ? Line(handle)
        : channel == ChannelId.WhatsApp.Value ? Number(handle)
        : handle.Trim();

    private static string? Line(string handle)
    {
        var id = Uri.UnescapeDataString(handle.Trim()).Replace('＠', '@');
        if (Page().Match(id) is { Success: true } page)
            id = page.Groups[1].Value;
        id = "@" + id.TrimStart('@').ToLowerInvariant();
        return LineId().IsMatch(id) ? id : null;
    }

    private static string? Number(string handle)
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

    [GeneratedRegex(@"^@[a-z0-9][a-z0-9._\-]{1,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex LineId();

    // As LINE's own page and app hand it out.
    [GeneratedRegex(
        @"^https://(?:page\.line\.me/|line\.me/(?:R/)?ti/p/)(@?[^/?#]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Page();

    [GeneratedRegex(@"^https://wa\.me/(\+?\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Chat();

    [GeneratedRegex(@"^[+＋]?[\d\s.()\-‐‑–\u00A0/]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Telephone();
}
