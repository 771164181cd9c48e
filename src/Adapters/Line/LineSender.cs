using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Makes one push or multicast and says what became of it.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#send-push-message"/>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#send-multicast-message"/>
internal sealed class LineSender(LineAccounts accounts, TimeProvider time)
{
    private readonly LineBody composer = new();
    private readonly SendOnce call = new(time);

    public async Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(outbound.Account) is not { } account)
            return new SendOutcome.Refused(RefusalScope.Account, "account", "No such account is configured");
        if (outbound.Recipients.Count == 0)
            return new SendOutcome.Refused(RefusalScope.Recipients, "empty", "Nobody to send to");

        byte[] body;
        try
        {
            body = composer.Compose(outbound.Recipients, outbound.Content, outbound.Media);
        }
        catch (Exception wrong) when (wrong is NotSupportedException or ArgumentException)
        {
            return new SendOutcome.Refused(RefusalScope.Content, "content", wrong.Message);
        }

        var key = outbound.RequestId.ToString("D");
        var single = outbound.Recipients.Count == 1;
        using var once = new OnceContent(body, outbound.Onset);
        return await call.MakeAsync(
                once,
                SendOnce.Deadline,
                (content, stop) =>
                    single
                        ? account.Api.PushAsync(content, account.Authorization, key, stop)
                        : account.Api.MulticastAsync(content, account.Authorization, key, stop),
                (response, answer) => LineAnswer.Understand(response, answer, single, time.GetUtcNow()),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
