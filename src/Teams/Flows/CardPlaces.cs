using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Sees to it that a card that is brought up to date by itself is left alone once a press has put something else in its place:
/// what is typed there is known to the client only.</summary>
internal sealed partial class CardPlaces(NoticeCards notices, CampaignCards campaigns, ILogger<CardPlaces> log)
{
    /// <summary>A press has left this where the card pressed stood.</summary>
    public async Task LeaveAsync(Visit visit, FlowResult shown, CancellationToken cancellationToken)
    {
        if (visit.CardId is not { } card || shown is not FlowResult.Card what)
            return;
        try
        {
            await notices.LeaveAsync(visit.Address.ConversationId, card, cancellationToken);
            if (Card.HasFields(what.Content))
                await campaigns.LeaveAsync(visit.Address.ConversationId, card, cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // It is shown all the same: whoever asked must not be told that nothing was done.
            LogNotLeft(trouble);
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be written down that a card shows something else")]
    private partial void LogNotLeft(Exception trouble);
}
