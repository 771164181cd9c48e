using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>
/// Pictures, films, sounds and files that customers sent, by media id; WhatsApp keeps them for seven days. The id is asked for an address, which is good for five
/// minutes, and the address for the bytes.
/// </summary>
internal sealed class WhatsAppReceived(MetaAccounts accounts, TimeProvider time) : IReceived
{
    public ChannelId Id => ChannelId.WhatsApp;

    /// <summary>There are none; a picture itself is small enough to be one.</summary>
    public bool HasPreview(MessageKind kind) => kind is MessageKind.Image or MessageKind.Sticker;

    public async Task<ReceivedContent?> OpenAsync(AccountKey account, string media, bool preview, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // An id, and no way to another path.
        if (accounts.Find(account) is not { } found || media.Length is 0 or > 64 || !media.All(char.IsAsciiLetterOrDigit)) return null;
        using var deadline = new CancellationTokenSource(OneCall.Deadline, time);
        using var stop = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            // An address that has just ended is asked for once more.
            for (var asked = 0; asked < 2; asked++)
            {
                if (await AddressAsync(found, media, deadline.Token).ConfigureAwait(false) is not { } address || !found.Trusts(address)) return null;
                var response = await found.DownloadAsync(address, deadline.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return new(await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), response.Content.Headers.ContentType?.MediaType ?? "", response);
                response.Dispose();
                if (response.StatusCode != System.Net.HttpStatusCode.NotFound) return null;
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
    }

    private static async Task<Uri?> AddressAsync(MetaAccount account, string media, CancellationToken cancellation)
    {
        using var response = await account.Api.MediaAsync(account.Version, media, account.Node, account.Authorization, account.Proof, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) return null;
        using var answer = await Answer.ReadAsync(response, cancellation).ConfigureAwait(false);
        if (answer.TooLong) return null;
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.ValueKind == JsonValueKind.Object && Uri.TryCreate(LooseJson.Text(document.RootElement, "url"u8), UriKind.Absolute, out var address) ? address : null;
    }
}
