using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Shows one member of staff which of their customers can soon be answered freely no more.</summary>
internal sealed class WindowTelling(WindowTellings tellings, TeamsReferences references, ConnectorClient connector, CardMemory memory)
{
    public async Task TellAsync(StaffMember reader, ConversationList closing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await tellings.FindAsync(reader.Id, cancellationToken);
        var told = WindowDesk.Told(read.Told);
        var news = WindowDesk.News(closing, told, now);
        if (news.Total == 0 || await references.FindAsync(reader.Id, cancellationToken) is not { } reference)
            return;
        told.Add(new(news.Items));
        if (!await tellings.ClaimAsync(reader.Id, read, told.Write(), cancellationToken))
            return;
        // Where nobody knows whether it has come, it counts as told.
        if (!await SendAsync(reference, news, now, cancellationToken))
            await tellings.ClaimAsync(reader.Id, new("", read.Version + 1), read.Told, cancellationToken);
    }

    /// <summary>False: it has not come for certain.</summary>
    private async Task<bool> SendAsync(
        TeamsReference reference,
        ConversationList news,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var phrases = Phrases.For(reference.Locale);
        var card = new FlowResult.Card(WindowCard.Draw(phrases, news, now)) { Again = Verbs.MineOpen.Asking(new(null, 0)) };
        var sent = await connector.SendAsync(
            new(reference.ServiceUrl, reference.ConversationId),
            OutgoingActivity.Card(card.Content).Telling(Banners.Closing(phrases, news)),
            cancellationToken,
            news.Items is [var one] ? new ChatMark(null, null) { Told = one.Key } : null,
            Urgency.News
        );
        switch (sent)
        {
            case ConnectorResult.Done { Id: { } id }:
                await memory.KeepAsync(new(reference.ServiceUrl, reference.ConversationId, id), reference.StaffId, card, cancellationToken);
                return true;
            case ConnectorResult.Gone gone:
                await references.GoneAsync(reference.StaffId, gone.Code, now, cancellationToken);
                return false;
            default:
                return sent is ConnectorResult.Done or ConnectorResult.Unknown;
        }
    }
}
