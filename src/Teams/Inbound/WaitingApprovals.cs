using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Shows a manager who comes, or comes back, what was to be approved before: the question went to those who were there. Best
/// effort: it stands in 團隊 as well.</summary>
internal sealed partial class WaitingApprovals(
    TeamDesk desk,
    ActivityInbox inbox,
    ConnectorClient connector,
    TimeProvider time,
    ILogger<WaitingApprovals> log
)
{
    /// <summary>Each question once, however often the bot is installed by one activity after the other.</summary>
    public async Task TellAsync(Visit visit, CancellationToken cancellationToken)
    {
        if (visit.Who.Role != Role.Manager)
            return;
        try
        {
            if (
                await desk.AwaitingAsync(visit.Who, cancellationToken)
                is not Answer<IReadOnlyList<AwaitingBroadcast>>.Ok { Value: { Count: > 0 } awaiting }
            )
                return;
            var asked = awaiting.Select(one => $"{one.Campaign.Id} {one.Campaign.Version}");
            var id = Digest.Id($"approvals {visit.Who.Id} {string.Join(',', asked)}");
            if (await inbox.FirstUseAsync(id, visit.Who.Id, "approvals", time.GetUtcNow(), cancellationToken))
                await connector.SendAsync(
                    visit.Address,
                    OutgoingActivity.Card(TeamCards.Approvals(visit.Phrases, awaiting)),
                    cancellationToken,
                    urgency: Urgency.News
                );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogNotShown(trouble);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A manager could not be shown what waits for approval")]
    private partial void LogNotShown(Exception trouble);
}
