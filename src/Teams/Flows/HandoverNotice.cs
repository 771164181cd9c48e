using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Tells a colleague what has become theirs. Best effort: it stands in their list, and unanswered messages in it are told of as
/// any others are.</summary>
internal sealed class HandoverNotice(
    Conversations conversations,
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
        if (!to.OnDuty || to.Is(from.Id))
            return;
        try
        {
            if (await references.FindAsync(to.Id, cancellationToken) is not { } reference)
                return;
            var theirs = (await conversations.FindAsync(customers, cancellationToken))
                .Values.Where(customer => customer.IsOf(to.Id))
                .ToList();
            if (theirs.Count == 0)
                return;
            // Whoever passed them on does not wait for it.
            _ = SendAsync(reference, OutgoingActivity.Card(MessageCard.Passed(Phrases.For(reference.Locale), from, theirs)));
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "A colleague could not be told of what was passed to them");
        }
    }

    private async Task SendAsync(TeamsReference reference, System.Text.Json.Nodes.JsonObject activity)
    {
        try
        {
            await connector.SendAsync(
                new(reference.ServiceUrl, reference.ConversationId),
                activity,
                CancellationToken.None,
                urgency: Urgency.News
            );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "A colleague could not be told of what was passed to them");
        }
    }
}
