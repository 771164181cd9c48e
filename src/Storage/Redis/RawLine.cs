namespace OmoBroadcast.Storage.Redis;

/// <summary>One entry of the list of events that could not be understood, or not wholly: <c>encoded user id \n JSON</c>; of nobody in
/// particular the JSON alone.</summary>
internal static class RawLine
{
    public static string Write(string user, string json) => $"{Keys.Encode(user)}\n{json}";

    /// <summary>The user is null where nobody is named, as in entries of the version before.</summary>
    public static (string? User, string Json) Read(string entry)
    {
        var line = entry.IndexOf('\n', StringComparison.Ordinal);
        return line <= 0 || entry[0] is '{' or '[' || entry.AsSpan(0, line).IndexOfAny('{', '"', ' ') >= 0
            ? (null, entry)
            : (entry[..line], entry[(line + 1)..]);
    }
}
