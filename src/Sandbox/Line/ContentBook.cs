using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Pictures, films, sounds and files that customers sent, by the id of their message.</summary>
internal sealed class ContentBook
{
    private const int Kept = 10_000;
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    private readonly ConcurrentDictionary<string, LineContent> _byMessage = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <param name="account">Whom it was sent to.</param>
    /// <param name="message">Its id.</param>
    /// <param name="kind">image, video, audio or file.</param>
    /// <param name="bytes">What it is; null = always the same small picture, whatever it is called.</param>
    /// <param name="at">Unix microseconds.</param>
    public void Keep(string account, string message, string kind, byte[]? bytes, long at)
    {
        var type = kind switch
        {
            "video" => "video/mp4",
            "audio" => "audio/x-m4a",
            "file" => "application/pdf",
            _ => "image/png",
        };
        _byMessage[message] = new LineContent(account, kind, type, bytes ?? Pixel, at);
        _order.Enqueue(message);
        while (_order.Count > Kept && _order.TryDequeue(out var old))
            _byMessage.TryRemove(old, out _);
    }

    public void Unsend(string message)
    {
        if (_byMessage.TryGetValue(message, out var content))
            _byMessage[message] = content with { Unsent = true };
    }

    public LineContent? Find(string account, string message) =>
        _byMessage.TryGetValue(message, out var found) && found.Account == account ? found : null;
}
