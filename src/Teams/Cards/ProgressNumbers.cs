using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>How far a broadcast is, what became of its recipients, and what it cost.</summary>
internal static class ProgressNumbers
{
    private const string Chosen = "Progress_Chosen",
        Accepted = $"{nameof(DeliveryState)}_{nameof(DeliveryState.Accepted)}";

    public static void Draw(Card card, Progress progress)
    {
        Count(card, progress);
        Costs(card, progress);
    }

    private static void Count(Card card, Progress progress)
    {
        var (phrases, campaign, tally) = (card.Phrases, progress.Campaign, progress.Tally);
        if (tally.Chosen > 0 && !ProgressCard.HasEnded(campaign))
            card.Add(Bar(phrases, tally, campaign.State));
        if (tally.Chosen > 0)
            card.Add(
                Figures.Rows(
                    Counted(tally)
                        .Where(number => number.Count > 0 || number.Key is Chosen or Accepted)
                        .Select(number => new Figure(phrases.Count(number.Count), phrases[number.Key], number.Meaning))
                )
            );
        else if (campaign.State == CampaignState.Done)
            card.Say("Progress_Nobody");
        if (campaign is { State: CampaignState.Done, Promised: { } expected } && expected != tally.Chosen - tally.Skipped)
            card.Hint("Progress_Differs", phrases.Count(expected), phrases.Count(tally.Chosen - tally.Skipped));
    }

    private static void Costs(Card card, Progress progress)
    {
        if (progress.Cost is not { } cost)
            return;
        var phrases = card.Phrases;
        card.Text(
            cost.Cost is { } price
                ? phrases.Say("Progress_Cost", phrases.Amount(price.Amount), price.Currency, phrases.Count(cost.Charged))
                : phrases.Say("Progress_Charged", phrases.Count(cost.Charged))
        );
        if (cost.Cost is not null && cost.Unknown > 0)
            card.Hint("Progress_CostUnknown", phrases.Count(cost.Unknown));
    }

    private static (string Key, long Count, Meaning Meaning)[] Counted(Tally tally) =>
        [
            (Accepted, tally.Accepted, Meaning.Good),
            ("Progress_Delivered", tally.Delivered, Meaning.None),
            ("Progress_Read", tally.Read, Meaning.None),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Waiting)}", tally.Waiting, Meaning.None),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Refused)}", tally.Refused, Meaning.Attention),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Unknown)}", tally.Unknown, Meaning.Warning),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Expired)}", tally.Expired, Meaning.Warning),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Skipped)}", tally.Skipped, Meaning.None),
            ($"{nameof(DeliveryState)}_{nameof(DeliveryState.Cancelled)}", tally.Cancelled, Meaning.None),
            (Chosen, tally.Chosen, Meaning.None),
        ];

    /// <summary>How far it is, and that in percent.</summary>
    public static JsonObject Bar(Phrases phrases, Tally tally, CampaignState state)
    {
        var done = tally.Chosen - tally.Waiting;
        var meaning = state == CampaignState.Paused ? Meaning.Warning : Meaning.Informative;
        return Columns.Of(
            Columns.Column(Columns.Stretch, Meters.Bar(done, tally.Chosen, meaning)).Centred(),
            Columns.Column(Columns.Auto, TextBlocks.Strong(Share(done, tally.Chosen).ToString("P0", phrases.Culture))).Centred()
        );
    }

    // Neither nothing nor all before it is so.
    private static double Share(long done, long all) => done == 0 || done == all ? done / all : Math.Clamp(done / (double)all, 0.01, 0.99);
}
