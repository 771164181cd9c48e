using System.Globalization;
using System.Text.Json;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>What a platform calls a person, a message or an event.</summary>
internal static class PlatformId
{
    /// <summary>Null where it is missing, too long, or nothing that tells one from another: blank, or with something in it that nobody can
    /// see.</summary>
    public static string? Read(JsonElement parent, ReadOnlySpan<byte> name, int longest) => Usable(LooseJson.Text(parent, name), longest);

    public static string? Usable(string? id, int longest)
    {
        if (id is not { Length: > 0 } || id.Length > longest)
            return null;
        if (id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            return id;
        foreach (var letter in id)
        {
            if (
                char.IsWhiteSpace(letter)
                || char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
            )
                return null;
        }

        return id;
    }
}
