using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Pictures, films, sounds and files that customers sent, by message id; LINE keeps them for a while.</summary>
internal sealed class LineReceived(LineAccounts accounts, TimeProvider time) : IReceived
{
    public ChannelId Id => ChannelId.Line;

    public bool HasPreview(MessageKind kind) => kind is MessageKind.Image or MessageKind.Video;

    public async Task<ReceivedContent?> OpenAsync(AccountKey account, string media, bool preview, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // An id, and no way to another path.
        if (accounts.Find(account) is not { } found || media.Length is 0 or > 64 || !media.All(char.IsAsciiLetterOrDigit)) return null;
        using var deadline = new CancellationTokenSource(OneCall.Deadline, time);
        using var stop = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        HttpResponseMessage? response = null;
        try
        {
            response = preview
                ? await found.Data.PreviewAsync(media, found.Authorization, deadline.Token).ConfigureAwait(false)
                : await found.Data.ContentAsync(media, found.Authorization, deadline.Token).ConfigureAwait(false);
            // 202: LINE is still preparing it.
            if (response.StatusCode == System.Net.HttpStatusCode.OK)
            {
                var content = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
                var (type, origin) = (response.Content.Headers.ContentType?.MediaType ?? "", response);
                response = null;
                return new ReceivedContent(content, type, origin);
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever went wrong, the platform does not give it now.
        catch (Exception)
#pragma warning restore CA1031
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            response?.Dispose();
        }
    }
}
