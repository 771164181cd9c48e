using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>Reads members of a JSON object without ever insisting on their kind. Of a member given twice the last counts.</summary>
internal static class LooseJson
{
    public static JsonElement? Object(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;

    public static JsonElement? Array(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? found : null;

    /// <summary>A whole number, written as a number or as a string.</summary>
    public static long? Number(JsonElement parent, ReadOnlySpan<byte> name)
    {
        if (!parent.TryGetProperty(name, out var found))
            return null;
        if (found.ValueKind == JsonValueKind.Number)
            return found.TryGetInt64(out var whole) ? whole
                : found.TryGetDouble(out var any) && Math.Abs(any) < long.MaxValue ? (long)any
                : null;
        return
            found.ValueKind == JsonValueKind.String
            && long.TryParse(Text(parent, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var spelt)
            ? spelt
            : null;
    }

    /// <summary>A number of degrees, or any other; null for what is none.</summary>
    public static double? Degrees(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.Number
        && found.TryGetDouble(out var degrees)
        && double.IsFinite(degrees)
            ? degrees
            : null;

    public static bool IsTrue(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.True;

    public static bool Is(JsonElement parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);

    /// <summary>A string, or a number as written; half a surrogate pair becomes U+FFFD.</summary>
    public static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var found) ? Text(found) : null;

    /// <summary>The same of an element; null for what is neither.</summary>
    public static string? Text(JsonElement found)
    {
        if (found.ValueKind == JsonValueKind.Number)
            return found.GetRawText();
        if (found.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return found.GetString();
        }
        catch (InvalidOperationException)
        {
            return Mend(JsonMarshal.GetRawUtf8Value(found));
        }
    }

    /// <summary>Unescapes a quoted JSON string that the strict reader will not: with lone surrogates, or bytes that are not
    /// UTF-8.</summary>
    private static string Mend(ReadOnlySpan<byte> quoted)
    {
        var raw = Encoding.UTF8.GetString(quoted[1..^1]);
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(
                    raw[i] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\b',
                        'f' => '\f',
                        var other => other,
                    }
                );
            }
        }

        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.ToString().EnumerateRunes())
            mended.Append(rune);
        return mended.ToString();
    }
}
