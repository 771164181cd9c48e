using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>For a platform that shows what customers sent only to who has our token: opens it, so that staff can look without
/// one.</summary>
public interface IReceived
{
    ChannelId Id { get; }

    /// <summary>Whether there is a small picture of a message of that kind.</summary>
    bool HasPreview(MessageKind kind);

    /// <summary>The content, or null when the platform has it no more or does not give it now. Never throws but for cancellation.</summary>
    /// <param name="media">As the platform called it in <see cref="InboundBody.Message.Media"/>.</param>
    /// <param name="preview">The small picture instead.</param>
    Task<ReceivedContent?> OpenAsync(AccountKey account, string media, bool preview, CancellationToken cancellationToken);
}

/// <summary>What a customer sent, as the platform gives it. Whoever gets it disposes of it.</summary>
/// <param name="ContentType">As the platform says; not to be believed where it is shown.</param>
public sealed class ReceivedContent(Stream content, string contentType, IDisposable origin) : IAsyncDisposable
{
    public Stream Content => content;

    public string ContentType => contentType;

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        origin.Dispose();
    }
}
