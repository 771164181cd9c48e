using System.Net.Http.Headers;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Uploads one file as a form, which sends nothing to anybody and may be repeated.</summary>
internal sealed class GraphUploads(MetaAccounts accounts, ErrorTable errors, UploadForm form)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public async Task<UploadOutcome> UploadAsync(
        AccountKey key,
        OutboundMessage.Media media,
        Func<Stream> open,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(key) is not { } account)
            return new UploadOutcome.Refused(RefusalScope.Account, "account", "No such account is configured");
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var stop = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            using var body = Body(media, open);
            using var response = await account
                .Api.UploadAsync(account.Version, $"{account.Node}/{form.Edge}", body, account.Authorization, account.Proof, deadline.Token)
                .ConfigureAwait(false);
            using var answer = await Answer.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            return Understand(response, answer, time);
        }
#pragma warning disable CA1031 // Whatever went wrong, nothing was sent to anybody: it may be tried again.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new UploadOutcome.Later(Soon, deadline.IsCancellationRequested ? "no answer in time" : SendOnce.Reason(wrong));
        }
    }

    private MultipartFormDataContent Body(OutboundMessage.Media media, Func<Stream> open)
    {
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in form.Fields(media))
        {
            var part = new StringContent(value);
            part.Headers.ContentType = null;
            body.Add(part, $"\"{name}\"");
        }

        var bytes = new StreamContent(open());
        bytes.Headers.ContentType = MediaTypeHeaderValue.Parse(media.ContentType);

        // Whatever the file is called, in the form it must stay within its quotes.
        var shown = new string([
            .. media.FileName.Select(letter => letter is '"' or '\\' || char.IsControl(letter) || letter > '~' ? '_' : letter),
        ]);
        body.Add(bytes, $"\"{form.File}\"", $"\"{(shown.Length == 0 ? "file" : shown)}\"");
        return body;
    }

    private UploadOutcome Understand(HttpResponseMessage response, Answer answer, TimeProvider time)
    {
        // As if it were a send: the same codes mean the same.
        return GraphAnswer.Understand(response, answer, errors, form.Id, time.GetUtcNow()) switch
        {
            SendOutcome.Accepted { PlatformId: { } found } => new UploadOutcome.Done(found),
            SendOutcome.Throttled throttled => new UploadOutcome.Later(throttled.RetryAfter, "too fast"),
            SendOutcome.Unknown unknown => new UploadOutcome.Later(Soon, unknown.Reason),
            SendOutcome.Unavailable unavailable => new UploadOutcome.Later(Soon, unavailable.Reason),
            SendOutcome.Refused refused => new UploadOutcome.Refused(refused.Scope, refused.Code, refused.Reason),
            SendOutcome.Unreachable unreachable => new UploadOutcome.Refused(RefusalScope.Content, unreachable.Code, unreachable.Reason),
            SendOutcome.MediaGone gone => new UploadOutcome.Refused(RefusalScope.Content, gone.Code, ""),
            _ => new UploadOutcome.Later(Soon, ""),
        };
    }
}
