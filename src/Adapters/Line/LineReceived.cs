using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Pictures, films, sounds and files that customers sent, by message id; LINE keeps them for a while.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#get-content"/>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#get-image-or-video-preview"/>
internal sealed class LineReceived(LineAccounts accounts, TimeProvider time) : IReceived
{
    public ChannelId Id => LineTraits.Id;

    public bool HasPreview(MessageKind kind) => kind is MessageKind.Image or MessageKind.Video;

    public async Task<ReceivedContent?> OpenAsync(AccountKey account, string media, bool preview, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // An id, and no way to another path.
        if (accounts.Find(account) is not { } found || media.Length is 0 or > 64 || !media.All(char.IsAsciiLetterOrDigit))
            return null;
        return await TryFetch
            .AskAsync(
                time,
                async token =>
                {
                    var response = preview
                        ? await found.Data.PreviewAsync(media, found.Authorization, token).ConfigureAwait(false)
                        : await found.Data.ContentAsync(media, found.Authorization, token).ConfigureAwait(false);
                    return await WholeContent.TakeAsync(response, token).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
