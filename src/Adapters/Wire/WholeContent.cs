using System.Net;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>A file in a platform's answer: all of it and as it is, or nothing.</summary>
internal static class WholeContent
{
    /// <summary>Null, and the answer is disposed of, where it is a part, packed though nobody asked, of two lengths, or none.</summary>
    public static async Task<ReceivedContent?> TakeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // 202: LINE is still preparing it.
        if (response.StatusCode != HttpStatusCode.OK || IsPacked(response) || HasTwoLengths(response))
        {
            response.Dispose();
            return null;
        }

        return new(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            response.Content.Headers.ContentType?.MediaType ?? "",
            response
        );
    }

    private static bool IsPacked(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    // Whichever is believed, the file may be cut where the other says it goes on.
    private static bool HasTwoLengths(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths)
        && lengths.Distinct(StringComparer.Ordinal).Skip(1).Any();
}
