using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What a broadcast would do, for whoever sends it and for whoever approves it: how many receive it, what it costs, who does not
/// receive it, and how it looks.</summary>
/// <param name="Picture">Our public address of a preview image; null where there is none that Teams could show.</param>
/// <param name="IsBrief">Half as many names and letters.</param>
internal sealed record PreviewBody(Preview Preview, Func<string, Uri?>? Picture, bool IsBrief)
{
    private const int LongestFilters = 160;
    private const int MostNames = 8,
        MostNamed = 26;
    private const int MostAccounts = 6,
        MostBeyond = 4;
    private const int RoomForSamples = 1300;

    // When it is to be sent, of whoever sends it; and what a manager says to it.
    private static readonly (string, string?)[] Typed = [(Field.Date, null), (Field.Time, null), (Field.Words, null)];

    private const string Accounts = "accounts",
        Others = "others",
        WillNot = "left";

    public void Draw(Card card)
    {
        if (Preview.Campaign.Audience.Retry is { } retry)
            card.Text(
                card.Phrases[retry.AlsoDoubtful ? "Preview_RetryDoubtful" : "Preview_Retry"],
                color: retry.AlsoDoubtful ? "Attention" : "Warning"
            );
        Receive(card);
        Window(card);
        Short(card);
        Excluded(card);
        Samples(card);
    }

    /// <summary>Leads to the names of those who will receive it.</summary>
    public static JsonObject Receivers(Phrases phrases, Preview preview) =>
        Card.Button(Verbs.BroadcastLeft, phrases["Button_Receivers"], new(preview.Campaign.Id, Receivers: true)).Leaving(Typed);

    // The number beside the channels; time and money beneath.
    private void Receive(Card card)
    {
        var phrases = card.Phrases;
        card.Add(
            Columns.Of(
                Columns
                    .Column(
                        Columns.Auto,
                        Figures.Large(
                            new(phrases.Count(Preview.WillReceive), phrases.Say("Preview_Receivers", phrases.Count(Preview.WillReceive)))
                        )
                    )
                    .Centred(),
                Columns.Column(Columns.Stretch, [.. ByChannel(phrases)]).Centred()
            )
        );
        card.Add(
            Figures.Facts([
                (phrases["Preview_Takes"], phrases.About(Preview.Takes)),
                .. Preview.Costs.Select(cost => (phrases["Preview_Cost"], Cost(phrases, cost))),
            ])
        );
        if (Narrowed(phrases) is { } filters)
            card.Hint("Preview_Filters", Markdown.Clip(filters, LongestFilters));
        var details = Preview.ByAccount.Take(MostAccounts).SelectMany(share => Account(card, share)).ToList();
        if (details.Count > 0)
            card.Fold(Accounts, phrases["Preview_Accounts"], open: false, [.. details]);
    }

    private void Window(Card card)
    {
        var phrases = card.Phrases;
        if (Preview.Campaign.WindowReason is { } reason)
            card.Text(card.Sentence("Progress_Anyway", reason), color: "Warning");
        if (Preview.Window is not { } window)
            return;
        var (from, until) = (Moments.Show(window.Shuts), Moments.Show(window.Reopens));
        var left = phrases.Count(window.Left(Preview.WillReceive, Preview.Takes));
        card.Text(
            window.IsShut
                ? phrases.Say(window.TooLate ? "Preview_ShutTooLong" : "Preview_Shut", until)
                : phrases.Say(window.TooLate ? "Preview_CutTooLong" : "Preview_Cut", from, left, until),
            color: "Warning"
        );
    }

    private IEnumerable<JsonObject> ByChannel(Phrases phrases) =>
        Preview
            .ByAccount.GroupBy(share => share.Account.Key.Channel)
            .OrderByDescending(channel => channel.Sum(share => share.Recipients))
            .Select(channel =>
                TextBlocks
                    .Body(
                        phrases.Say(
                            "Preview_OnChannel",
                            Markdown.Escape(phrases.Marked(channel.Key)),
                            phrases.Count(channel.Sum(share => share.Recipients))
                        )
                    )
                    .Close()
            );

    private string? Narrowed(Phrases phrases) =>
        Filters.Words(
            phrases,
            Preview.Campaign.Audience,
            Preview.ByAccount.FirstOrDefault(share => share.Account.Key == Preview.Campaign.Audience.Account)?.Account.Name,
            Preview.StoreName
        );

    private string Cost(Phrases phrases, Price cost)
    {
        var more = Preview.More(cost.Currency);
        var amount = phrases.Amount(cost.Amount) + (more > 0 ? $"–{phrases.Amount(cost.Amount + more)}" : "");
        return phrases.Say(Preview.CostsAreOpen ? "Preview_CostAtLeast" : "Preview_CostAll", amount, cost.Currency);
    }

    // What one account sends, and what of that is charged or taken from its month.
    private static IEnumerable<JsonObject> Account(Card card, AccountShare share)
    {
        var phrases = card.Phrases;
        yield return TextBlocks.Body(
            card.Sentence(
                "Preview_Account",
                phrases.Marked(share.Account.Key.Channel),
                phrases.Name(share.Account.Name),
                phrases.Count(share.Recipients)
            )
        );
        if (share.Charges is { FreeLeft: { } free } charges)
            yield return TextBlocks
                .Small(
                    phrases.Say("Preview_Service", phrases.Count(free), phrases.Count(Rates.FreeInMonth), phrases.Count(charges.Charged))
                )
                .Close();
        if (share.Charges is { UnknownMarket: > 0 and var unknown } && share.Cost is not null)
            yield return TextBlocks.Small(phrases.Say("Preview_UnknownMarket", phrases.Count(unknown))).Close();
        if (share.Quota is { Left: { } left, Limit: { } limit })
            yield return TextBlocks
                .Small(
                    phrases.Say("Preview_Quota", phrases.Count(Math.Min(share.Recipients, left)), phrases.Count(left), phrases.Count(limit))
                )
                .Close();
    }

    // Of every account, also of those that are not listed.
    private void Short(Card card)
    {
        foreach (var share in Preview.ByAccount.Where(share => share.Beyond > 0).Take(MostBeyond))
            card.Text(
                card.Phrases.Say("Preview_Short", Markdown.Escape(card.Phrases.Name(share.Account.Name)), card.Phrases.Count(share.Beyond)),
                color: "Attention"
            );
    }

    private void Excluded(Card card)
    {
        var phrases = card.Phrases;
        if (Preview.WillNot.Count == 0 && Preview.Objections.Count == 0)
            return;
        var names = Math.Clamp((IsBrief ? MostNamed / 2 : MostNamed) / Math.Max(1, Preview.WillNot.Count), 2, MostNames);
        List<JsonObject> items = [];
        foreach (var left in Preview.WillNot)
        {
            items.Add(TextBlocks.Body(phrases.Say("Preview_Reason", phrases.Of(left.Reason), phrases.Count(left.Count)), Meaning.Warning));
            if (left.Names.Count > 0)
                items.Add(
                    TextBlocks
                        .Small(card.Sentence(HasMore(left) ? "Choose_NamesAndMore" : "Choose_Names", phrases.Names(left.Names.Take(names))))
                        .Close()
                );
        }
        items.AddRange(
            Preview.Objections.Select(objection =>
                TextBlocks.Small(
                    card.Sentence("Preview_Objection", phrases.Channel(objection.Channel), objection.Message + 1, phrases.Why(objection))
                )
            )
        );
        if (Preview.WillNot.FirstOrDefault(HasMore) is { } some)
            items.Add(
                Buttons.Row(
                    Card.Button(Verbs.BroadcastLeft, phrases["Button_AllNames"], new(Preview.Campaign.Id, some.Reason)).Leaving(Typed)
                )
            );
        card.Add(
            Folds.Line(
                phrases.Say("Preview_WillNotCount", phrases.Count(Preview.WillNot.Sum(left => left.Count))),
                Meaning.Warning,
                open: false,
                WillNot
            ),
            Folds.Inside(WillNot, open: false, [.. items])
        );

        bool HasMore(SkippedGroup left) => left.Count > Math.Min(left.Names.Count, names);
    }

    private void Samples(Card card)
    {
        var phrases = card.Phrases;
        var room = (IsBrief ? RoomForSamples / 2 : RoomForSamples) / Math.Max(1, Preview.Sample.Count * (Preview.Others.Count + 1));
        if (Preview.Sample.Count > 0)
            card.Add(TextBlocks.Small(card.Sentence("Preview_Sample", phrases.Name(Preview.SampleName))));
        card.Add(Preview.Sample.SelectMany(message => MessageBubble.Draw(phrases, message, room, Picture)));
        if (Preview.Others.Count == 0)
            return;
        // Pictures were seen above.
        card.Fold(
            Others,
            phrases.Say("Preview_Others", phrases.Count(Preview.Others.Count)),
            open: false,
            [
                .. Preview.Others.SelectMany(other =>
                    other
                        .Messages.SelectMany(message => MessageBubble.Draw(phrases, message, room, null))
                        .Prepend(
                            TextBlocks.Small(card.Sentence("Preview_SampleOn", phrases.Name(other.Name), phrases.Marked(other.Channel)))
                        )
                ),
            ]
        );
    }
}
