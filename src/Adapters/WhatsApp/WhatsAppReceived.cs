using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>
/// Pictures, films, sounds and files that customers sent, by media id; WhatsApp keeps them for seven days. The id is asked for an address,
/// which is good for five minutes, and the address for the bytes.
/// </summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/"/>
internal sealed class WhatsAppReceived(MetaAccounts accounts, TimeProvider time) : IReceived
{
    public ChannelId Id => WhatsAppTraits.Id;

    /// <summary>There are none; a picture itself is small enough to be one.</summary>
    public bool HasPreview(MessageKind kind) => kind is MessageKind.Image or MessageKind.Sticker;

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
                    // An address that has just ended is asked for once more.
                    for (var asked = 0; asked < 2; asked++)
                    {
                        if (await AddressAsync(found, media, token).ConfigureAwait(false) is not { } address || !found.Trusts(address))
                            return null;
                        var response = await found.DownloadAsync(address, token).ConfigureAwait(false);
                        if (response.StatusCode != System.Net.HttpStatusCode.NotFound)
                            return await WholeContent.TakeAsync(response, token).ConfigureAwait(false);
                        response.Dispose();
                    }

                    return null;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static async Task<Uri?> AddressAsync(MetaAccount account, string media, CancellationToken cancellationToken)
    {
        using var response = await account
            .Api.MediaAsync(account.Version, media, account.Node, account.Authorization, account.Proof, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            return null;
        using var answer = await Answer.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (answer.TooLong)
            return null;
        using var document = JsonDocument.Parse(answer.Body);
        return
            document.RootElement.ValueKind == JsonValueKind.Object
            && WebAddress.TryRead(LooseJson.Text(document.RootElement, "url"u8), out var address)
            ? address
            : null;
    }
}
