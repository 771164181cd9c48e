using System.Text.Json;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Reads kept messages again when somebody asks for them.</summary>
internal sealed class ContentReading(CallBook book)
{
    private static readonly string[] MediaFields = ["media", "originalContentUrl"];
    private readonly Dictionary<ulong, MessageSeen[]> _messages = [];

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<MessageSeen> Messages(ulong content)
    {
        if (_messages.TryGetValue(content, out var known))
            return known;
        if (!book.Contents.TryGetValue(content, out var raw))
            return [];
        using var messages = JsonDocument.Parse(raw);
        return _messages[content] = [.. messages.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>The texts of the messages, in order; other kinds without words stand as <c>[kind]</c>.</summary>
    public IEnumerable<string> Texts(ulong content) => Messages(content).Select(m => m.Text ?? $"[{m.Kind}]");

    public bool Contains(ulong content, string? marker) =>
        string.IsNullOrEmpty(marker) || Texts(content).Any(text => text.Contains(marker, StringComparison.Ordinal));

    private static MessageSeen Read(JsonElement message)
    {
        var text = message.TryGetProperty("text", out var words) ? words.GetString() : null;
        var media = MediaFields
            .Select(f => message.TryGetProperty(f, out var found) ? found.GetString() : null)
            .FirstOrDefault(f => f is not null);
        var preview = message.TryGetProperty("previewImageUrl", out var small) ? small.GetString() : null;
        return new MessageSeen(message.GetProperty("type").GetString()!, text, media, preview);
    }
}
