using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What has happened to a broadcast that somebody must know, with the way to it.</summary>
internal static class NoticeCard
{
    private const int LongestSample = 120,
        LongestReturned = 300;

    public static JsonObject Draw(Phrases phrases, CampaignNews news)
    {
        var (notice, campaign, waiting, sender) = news;
        var data = new CampaignTarget(campaign.Id);
        if (notice.Reason == CampaignNoticeReason.ApprovalAsked)
        {
            var asked = new Card(phrases)
                .Title(phrases["Badge_Awaiting"], Meaning.Warning, "Review_Title")
                .Say("CampaignNotice_ApprovalAsked", phrases.Name(sender), phrases.Count(campaign.Promised ?? 0));
            if (campaign.DueAt is { } due)
                asked.Text(phrases.Say("Progress_Due", Moments.Show(due)));
            if (campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault() is { } first)
                asked.Quote(Markdown.Clip(phrases.Readable(first.Words), LongestSample));
            return asked.Main(Card.Button(Verbs.BroadcastReview, phrases["Button_Review"], new(data))).Build();
        }

        var (badge, meaning) = State(notice.Reason);
        var card = new Card(phrases).Title(phrases[badge], meaning, "Progress_Title");
        card.Text(
            phrases.Say(
                $"CampaignNotice_{notice.Reason}",
                Markdown.Escape(campaign.Content.Template?.Name ?? ""),
                notice.Reason == CampaignNoticeReason.TemplateHeld ? phrases.TemplateStatus(notice.Detail) : Markdown.Escape(notice.Detail),
                phrases.Count(waiting)
            )
        );
        if (notice.Reason == CampaignNoticeReason.Returned && campaign.Returned is { } words)
            card.Add(Bubbles.Sample(TextBlocks.Body(phrases.Returned(words, LongestReturned))));
        return card.Main(
                Card.Button(
                    notice.Reason == CampaignNoticeReason.Returned ? Verbs.BroadcastPreview : Verbs.RecordsOpen,
                    phrases["Button_Open"],
                    data
                )
            )
            .Build();
    }

    // How the broadcast stands by it.
    private static (string Badge, Meaning Meaning) State(CampaignNoticeReason reason) =>
        reason switch
        {
            CampaignNoticeReason.TemplateBack => ("Badge_Continues", Meaning.Good),
            CampaignNoticeReason.Approved => ("Badge_Approved", Meaning.Good),
            CampaignNoticeReason.Returned => ("Badge_Returned", Meaning.Warning),
            CampaignNoticeReason.TemplateHeld => ("Badge_Held", Meaning.Warning),
            CampaignNoticeReason.AudienceLost => ("Badge_Held", Meaning.Attention),
            _ => ("Badge_Stopped", Meaning.Attention),
        };
}
