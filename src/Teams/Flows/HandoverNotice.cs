using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Tells a colleague what has become theirs. Best effort: it stands in their list, and unanswered messages in it are told of as
/// any others are.</summary>
internal sealed partial class HandoverNotice(
    UnreadDesk desk,
    TeamsReferences references,
    ConnectorClient connector,
    ILogger<HandoverNotice> log
)
{
    public async Task PassedAsync(
        StaffMember from,
        StaffMember to,
        IReadOnlyCollection<CustomerKey> customers,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var theirs = await desk.PassedAsync(from, to, customers, cancellationToken);
            if (theirs.Count == 0 || await references.FindAsync(to.Id, cancellationToken) is not { } reference)
                return;
            // Whoever passed them on does not wait for it.
            _ = SendAsync(
                reference,
                OutgoingActivity
                    .Card(MessageCard.Passed(Phrases.For(reference.Locale), from, theirs))
                    .Telling(Banners.Passed(Phrases.For(reference.Locale), from, theirs.Count)),
                theirs is [var one] ? new ChatMark(null, null) { Told = one.Key } : null
            );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogNotTold(trouble);
        }
    }

    private async Task SendAsync(TeamsReference reference, System.Text.Json.Nodes.JsonObject activity, ChatMark? mark)
    {
        try
        {
            await connector.SendAsync(
                new(reference.ServiceUrl, reference.ConversationId),
                activity,
                CancellationToken.None,
                mark,
                Urgency.News
            );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogNotTold(trouble);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A colleague could not be told of what was passed to them")]
    private partial void LogNotTold(Exception trouble);
}
