using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Tells managers what happened to an account, and the sender and their managers what happened to a broadcast: once each, those
/// who have ever written to us.</summary>
internal sealed partial class NoticeRound(
    NoticeDesk desk,
    TeamsReferences references,
    Roster roster,
    ConnectorClient connector,
    ProgressClock clock
) : Round("Telling staff of accounts and broadcasts", TimeSpan.FromSeconds(3))
{
    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        await TellAsync(cancellationToken);
        await TellOfCampaignsAsync(cancellationToken);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        // Nothing is taken while nobody can be told: it waits for the first manager.
        var managers = await references.OfManagersAsync(cancellationToken);
        if (managers.Count == 0)
            return;
        foreach (var notice in await desk.AccountsAsync(cancellationToken))
        {
            LogOfAccount(clock.Log, notice.Reason, notice.Account, notice.Detail);
            foreach (var manager in managers)
            {
                var phrases = Phrases.For(manager.Locale);
                var sentence = phrases.Say(
                    $"Notice_{notice.Reason}",
                    phrases.Channel(notice.Account.Channel),
                    Markdown.Escape(roster.Account(notice.Account).Name),
                    Markdown.Escape(notice.Detail)
                );
                var banner = phrases.Say(
                    $"Notice_{notice.Reason}",
                    phrases.Channel(notice.Account.Channel),
                    roster.Account(notice.Account).Name,
                    notice.Detail
                );
                await SendAsync(manager, OutgoingActivity.Text(sentence).Telling(Banners.Line(banner)), cancellationToken);
            }
        }
    }

    private async Task TellOfCampaignsAsync(CancellationToken cancellationToken)
    {
        foreach (var news in await desk.CampaignsAsync(clock.Now, cancellationToken))
        {
            LogOfCampaign(clock.Log, news.Notice.Reason, news.Campaign.Id, news.Notice.Detail);
            var over = news.IsAnswered;
            foreach (var reference in (await ToldAsync(news, cancellationToken)).DistinctBy(one => one.ConversationId))
            {
                var phrases = Phrases.For(reference.Locale);
                over |= await SendAsync(
                    reference,
                    OutgoingActivity.Card(NoticeCard.Draw(phrases, news)).Telling(Banners.Campaign(phrases, news)),
                    cancellationToken
                );
            }

            if (over && news.Asks)
                await desk.AskedAsync(news.Notice, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<TeamsReference>> ToldAsync(CampaignNews news, CancellationToken cancellationToken)
    {
        var campaign = news.Campaign;
        if (news.Readers == NoticeReaders.Nobody)
            return [];
        if (news.Readers == NoticeReaders.Approvers)
            return await references.OfManagersButAsync(campaign.Store, campaign.Sender, cancellationToken);
        List<TeamsReference> told =
            news.Readers == NoticeReaders.SenderAndManagers ? [.. await references.OfManagersAsync(cancellationToken, campaign.Store)] : [];
        if (await references.FindAsync(campaign.Sender, cancellationToken) is { } sender)
            told.Add(sender);
        return told;
    }

    /// <summary>Whether they have got it.</summary>
    private async Task<bool> SendAsync(TeamsReference to, System.Text.Json.Nodes.JsonObject activity, CancellationToken cancellationToken)
    {
        var sent = await connector.SendAsync(new(to.ServiceUrl, to.ConversationId), activity, cancellationToken, urgency: Urgency.News);
        if (sent is ConnectorResult.Gone gone)
            await references.GoneAsync(to.StaffId, gone.Code, clock.Now, cancellationToken);
        return sent is ConnectorResult.Done;
    }

    [LoggerMessage(LogLevel.Warning, "Managers are told: {Reason} of {Account} ({Code})")]
    private static partial void LogOfAccount(ILogger log, NoticeReason reason, AccountKey account, string code);

    [LoggerMessage(LogLevel.Information, "Staff are told: {Reason} of campaign {Campaign} ({Detail})")]
    private static partial void LogOfCampaign(ILogger log, CampaignNoticeReason reason, long campaign, string detail);
}
