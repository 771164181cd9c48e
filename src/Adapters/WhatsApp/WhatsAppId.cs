using System.Text.Json;
using OmoBroadcast.Adapters.Wire;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>
/// A person on WhatsApp is known by their number, and where WhatsApp keeps that to itself, by a business-scoped id: a country's two
/// letters, a dot, letters and digits.
/// </summary>
internal static class WhatsAppId
{
    private const int Longest = 150,
        ShortestNumber = 5,
        LongestNumber = 15;

    public static bool IsRecipient(string id) => IsNumber(id) || IsScoped(id);

    public static bool IsNumber(string id) => id.Length is >= ShortestNumber and <= LongestNumber && id.All(char.IsAsciiDigit);

    public static bool IsScoped(string id) =>
        id.Length is > 3 and <= Longest
        && char.IsAsciiLetterUpper(id[0])
        && char.IsAsciiLetterUpper(id[1])
        && id[2] == '.'
        && id.AsSpan(3).IndexOfAnyExcept(Scoped) < 0;

    /// <summary>The number where there is one, else the scoped id, in whichever of the two members it stands.</summary>
    public static string? Read(JsonElement parent, ReadOnlySpan<byte> number, ReadOnlySpan<byte> scoped) =>
        Usable(LooseJson.Text(parent, number)?.TrimStart('+')) ?? Usable(LooseJson.Text(parent, scoped));

    /// <summary>The scoped id of a person who is known to us as <paramref name="user"/>.</summary>
    public static string? Alias(JsonElement parent, ReadOnlySpan<byte> scoped, string? user) =>
        user is null ? null
        : IsScoped(user) ? user
        : LooseJson.Text(parent, scoped) is { } id && IsScoped(id) ? id
        : null;

    public static string? Usable(string? id) => PlatformId.Usable(id, Longest);

    private static readonly System.Buffers.SearchValues<char> Scoped = System.Buffers.SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ."
    );
}
