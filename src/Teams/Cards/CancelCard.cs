using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>取消群發, asked once more with what it would do.</summary>
internal static class CancelCard
{
    public static JsonObject Draw(Phrases phrases, Progress progress)
    {
        var (campaign, tally) = (progress.Campaign, progress.Tally);
        var begun = tally.Chosen > 0;
        var open = begun ? tally.Waiting : campaign.Promised ?? 0;
        var card = new Card(phrases)
            .Title("Cancel_Title")
            .Add(Figures.Large(new(phrases.Count(open), phrases.Say("Cancel_WillNot", phrases.Count(open)), Meaning.Attention)));
        if (begun)
            card.Say("Cancel_Sent", phrases.Count(tally.Accepted));
        else if (campaign.DueAt is { } due)
            card.Text(phrases.Say("Progress_Due", Moments.Show(due)));
        return card.Action(Card.Button(Verbs.RecordsOpen, phrases["Button_KeepBroadcast"], new(campaign.Id)))
            .Action(
                Card.Button(Verbs.BroadcastCancel, phrases.Say("Button_CancelFor", phrases.Count(open)), CampaignTarget.Of(campaign))
                    .Destructive()
            )
            .Build();
    }
}
