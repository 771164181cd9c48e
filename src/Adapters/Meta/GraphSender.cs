using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Writes one message of an outbound as a body. Throws <see cref="NotSupportedException"/> for what the channel cannot
/// carry.</summary>
internal delegate byte[] Composing(Outbound outbound, OutboundMessage message, MediaSource? media);

/// <summary>Sends one message to one person and says what became of it.</summary>
internal sealed class GraphSender(
    MetaAccounts accounts,
    ErrorTable errors,
    Composing compose,
    Func<JsonElement, string?> id,
    TimeProvider time
)
{
    /// <summary>For media that Meta fetches before it answers. Longer would outlast the lease on the request.</summary>
    private static readonly TimeSpan FetchDeadline = TimeSpan.FromSeconds(20);

    private readonly SendOnce call = new(time);

    public async Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(outbound.Account) is not { } account)
            return new SendOutcome.Refused(RefusalScope.Account, "account", "No such account is configured");
        if (outbound.Recipients.Count != 1)
            return new SendOutcome.Refused(RefusalScope.Recipients, "recipients", "One recipient at a time");
        if (outbound.Part < 0 || outbound.Part >= outbound.Content.Messages.Count)
            return new SendOutcome.Refused(RefusalScope.Content, "part", "No such message");

        var media = outbound.Part < outbound.Media.Count ? outbound.Media[outbound.Part] : null;
        byte[] body;
        try
        {
            body = compose(outbound, outbound.Content.Messages[outbound.Part], media);
        }
        catch (Exception wrong) when (wrong is NotSupportedException or ArgumentException)
        {
            return new SendOutcome.Refused(RefusalScope.Content, "content", wrong.Message);
        }

        using var once = new OnceContent(body, outbound.Onset);
        return await call.MakeAsync(
                once,
                media is { PlatformId: null } ? FetchDeadline : SendOnce.Deadline,
                (content, stop) =>
                    account.Api.SendAsync(account.Version, account.Node, content, account.Authorization, account.Proof, stop),
                (response, answer) => GraphAnswer.Understand(response, answer, errors, id, time.GetUtcNow()),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
