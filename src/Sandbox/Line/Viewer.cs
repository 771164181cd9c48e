using System.Text.Json;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Fetches what messages show, file and preview, as the apps of those who receive them do. LINE itself does not look.</summary>
internal sealed class Viewer(CallBook book, Fetcher fetcher)
{
    private static readonly string[] Addresses = ["originalContentUrl", "previewImageUrl"];

    /// <summary>Begins and does not wait; <see cref="Fetcher.Idle"/> tells when it is done.</summary>
    public void Open(ulong content)
    {
        // Most are texts only, and there may be a million of them.
        if (!book.Contents.TryGetValue(content, out var raw) || raw.AsSpan().IndexOf("ContentUrl\""u8) < 0)
            return;
        using var messages = JsonDocument.Parse(raw);
        foreach (var message in messages.RootElement.EnumerateArray())
        {
            var kind = message.GetProperty("type").GetString()!;
            foreach (var name in Addresses)
                if (message.TryGetProperty(name, out var address))
                    _ = fetcher.FetchAsync(
                        address.GetString()!,
                        name == "previewImageUrl" ? "image" : kind,
                        wanted: true,
                        CancellationToken.None
                    );
        }
    }
}
