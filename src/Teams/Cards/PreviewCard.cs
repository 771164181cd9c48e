using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, third step: what pressing the button will do.</summary>
internal static class PreviewCard
{
    private const int MostNames = 8;
    private const int MostAccounts = 8;
    private const int RoomForSamples = 1500;

    /// <param name="date">As typed, when it could not be taken.</param>
    /// <param name="time">As typed, when it could not be taken.</param>
    public static JsonObject Draw(Phrases phrases, Preview preview, FieldError? error = null, string? date = null, string? time = null, bool old = false)
    {
        var card = new Card(phrases).Title("Preview_Title");
        if (old) card.Warn("Old");
        card.Facts(
        [
            (phrases["Preview_Chosen"], phrases.Count(preview.Chosen)),
            (phrases["Preview_WillReceive"], phrases.Count(preview.WillReceive)),
            (phrases["Preview_WillNot"], phrases.Count(preview.WillNot.Sum(left => left.Count))),
            (phrases["Preview_Takes"], phrases.Say(preview.Takes)),
        ]);
        foreach (var share in preview.ByAccount.Take(MostAccounts))
            card.Hint("Preview_Account", phrases.Channel(share.Account.Key.Channel), phrases.Name(share.Account.Name), phrases.Count(share.Recipients));
        foreach (var left in preview.WillNot)
        {
            card.Text(phrases.Say("Preview_Reason", phrases.Of(left.Reason), phrases.Count(left.Count)), color: "Warning");
            if (left.Names.Count > 0) card.Hint(left.Count > Math.Min(left.Names.Count, MostNames) ? "Choose_NamesAndMore" : "Choose_Names", phrases.Names(left.Names.Take(MostNames)));
        }
        if (preview.Sample.Count > 0) card.Heading("Preview_Sample", phrases.Name(preview.SampleName));
        foreach (var text in preview.Sample) card.Quote(Markdown.Clip(text, RoomForSamples / preview.Sample.Count));

        if (FieldError.At(error, "audience") is { } empty) card.Text(Markdown.Escape(empty), color: "Attention");
        var data = () => ChooseCard.Data(preview.Campaign, null);
        if (preview.WillReceive > 0)
        {
            card.Heading("Preview_Later");
            card.Input(new JsonObject { ["type"] = "Input.Date", ["id"] = "date", ["label"] = phrases["Label_Date"], ["value"] = date }, FieldError.At(error, "at"));
            card.Input(new JsonObject { ["type"] = "Input.Time", ["id"] = "time", ["label"] = phrases["Label_Time"], ["value"] = time });
            card.Action(Card.Button(Verbs.BroadcastSend, phrases.Say("Button_SendTo", phrases.Count(preview.WillReceive)), data()))
                .Action(Card.Button(Verbs.BroadcastSchedule, phrases["Button_Schedule"], data(), inputs: true));
        }
        else
        {
            card.Warn("Preview_Nobody");
        }
        return card
            .Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Edit"], ChooseCard.Data(preview.Campaign, "form")))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], ChooseCard.Data(preview.Campaign, "form")))
            .Action(Card.Button(Verbs.BroadcastPreview, phrases["Button_Refresh"], data()))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], data()))
            .Build();
    }
}
