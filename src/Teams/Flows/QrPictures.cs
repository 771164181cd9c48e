using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Campaigns;
using QRCoder;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Pictures of links to be held before a phone's camera, kept on the shelf like any other.</summary>
internal sealed class QrPictures(MediaDesk shelf)
{
    private const int PixelsPerModule = 8;

    /// <summary>Where the picture is; null while there is no public address for it.</summary>
    public async Task<Uri?> OfAsync(Uri link, CancellationToken cancellationToken)
    {
        if (shelf.AddressOf("") is null)
            return null;
        using var code = QRCodeGenerator.GenerateQrCode(link.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        using var file = new MemoryStream(picture.GetGraphic(PixelsPerModule));
        return await shelf.KeepAsync(file, "qr.png", cancellationToken) is MediaResult.Ok { Item: var item }
            ? shelf.AddressOf(item.Id)
            : null;
    }
}
