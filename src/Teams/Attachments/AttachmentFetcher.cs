using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;
using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Connector;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace OmoBroadcast.Teams.Attachments;

/// <summary>
/// Fetches what staff attached and puts it on the shelf. The address came in a message, so it is anybody's: https on 443, public addresses
/// only, no redirects, no cookies, a limit of size and of time, and our token to the channel's own hosts and nobody else.
/// </summary>
public sealed partial class AttachmentFetcher(
    IHttpClientFactory clients,
    AttachmentTrust trusts,
    MediaDesk shelf,
    TimeProvider time,
    ILogger<AttachmentFetcher> log
)
{
    public const string Client = "teams-attachments";
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="serviceUrl">Of the activity it came in.</param>
    /// <exception cref="Exception">What the stores throw when they are away.</exception>
    public Task<MediaResult> FetchAsync(Attachment attachment, string? serviceUrl, CancellationToken cancellationToken) =>
        TakeAsync<MediaResult>(
            attachment,
            serviceUrl,
            (content, until) => shelf.KeepAsync(content, attachment.Name, until),
            (code, limit) => new MediaResult.Refused(code, limit),
            cancellationToken
        );

    /// <summary>The bytes themselves, which are kept nowhere; or the code of why not.</summary>
    public Task<(byte[]? Bytes, string? Refused)> ReadAsync(
        Attachment attachment,
        string? serviceUrl,
        int mostBytes,
        CancellationToken cancellationToken
    ) =>
        TakeAsync<(byte[]?, string?)>(
            attachment,
            serviceUrl,
            async (content, until) =>
            {
                var bytes = new byte[mostBytes + 1];
                var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, until);
                return length > mostBytes ? (null, "optouts.too_large") : (bytes[..length], null);
            },
            (code, _) => (null, code),
            cancellationToken
        );

    private async Task<T> TakeAsync<T>(
        Attachment attachment,
        string? serviceUrl,
        Func<Stream, CancellationToken, Task<T>> take,
        Func<string, long?, T> refused,
        CancellationToken cancellationToken
    )
    {
        if (!WebAddress.TryRead(attachment.Url, out var url) || trusts.Judge(url, serviceUrl) is not { } trust)
        {
            LogForeign();
            return refused("media.address", null);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => deadline.Cancel(), null, Longest, Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await AskAsync(url, attachment, trust, deadline.Token);
            if (response.StatusCode != HttpStatusCode.OK || HasTwoLengths(response))
            {
                LogRefused(url.Host, (int)response.StatusCode);
                return refused("media.fetch", null);
            }

            await using var content = await response.Content.ReadAsStreamAsync(deadline.Token);
            return await take(content, deadline.Token);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested && IsTheirs(trouble))
        {
            LogFailed(url.Host, (trouble.InnerException ?? trouble).GetType().Name);
            return refused(
                trouble is OperationCanceledException ? "media.slow"
                    : trouble.InnerException is PrivateAddressException ? "media.address"
                    : "media.fetch",
                null
            );
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri url, Attachment attachment, Trust trust, CancellationToken cancellationToken)
    {
        var token = attachment.NeedsToken ? await trusts.TokenAsync(trust, refresh: false, cancellationToken) : null;
        var response = await OnceAsync(url, trust, token, cancellationToken);
        if (token is null || response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        return await OnceAsync(url, trust, await trusts.TokenAsync(trust, refresh: true, cancellationToken), cancellationToken);
    }

    private async Task<HttpResponseMessage> OnceAsync(Uri url, Trust trust, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Options.Set(Dialer.MayStayHome, trust == Trust.Loopback);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    // Whichever is believed, the file may be cut where the other says it goes on.
    private static bool HasTwoLengths(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths) && lengths.Count > 1;

    // The database's and the disk's troubles are ours: the activity is worked on again. A connection cut while its answer is read comes as
    // a plain IOException.
    private static bool IsTheirs(Exception trouble) =>
        trouble
            is HttpRequestException
                or OperationCanceledException
                or HttpIOException
                or MsalException
                or PrivateAddressException
                or IOException { InnerException: SocketException };

    [LoggerMessage(LogLevel.Warning, "An attachment was not fetched: its address is not one we may ask")]
    private partial void LogForeign();

    [LoggerMessage(LogLevel.Warning, "An attachment was not fetched from {Host}: {Status}")]
    private partial void LogRefused(string host, int status);

    [LoggerMessage(LogLevel.Warning, "An attachment was not fetched from {Host}: {Reason}")]
    private partial void LogFailed(string host, string reason);
}
