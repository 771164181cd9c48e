using System.Text.Json;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Reads kept messages again when somebody asks for them.</summary>
internal sealed class ContentReading(CallBook book)
{
    private readonly Dictionary<ulong, string[]> _texts = [];

    /// <summary>The texts of the messages, in order; other kinds stand as <c>[kind]</c>.</summary>
    public string[] Texts(ulong content)
    {
        if (_texts.TryGetValue(content, out var known)) return known;
        if (!book.Contents.TryGetValue(content, out var raw)) return [];
        using var messages = JsonDocument.Parse(raw);
        string[] texts = [.. messages.RootElement.EnumerateArray().Select(m =>
            m.TryGetProperty("text", out var text) ? text.GetString()! : $"[{m.GetProperty("type").GetString()}]")];
        return _texts[content] = texts;
    }

    public bool Contains(ulong content, string? marker) =>
        string.IsNullOrEmpty(marker) || Array.Exists(Texts(content), text => text.Contains(marker, StringComparison.Ordinal));
}
