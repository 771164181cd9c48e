using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>It is not clear when a broadcast is to be sent. Nothing is sent before it is answered.</summary>
internal static class SendQuestionCard
{
    /// <summary>Send now was pressed with a time filled in: which of the two was meant.</summary>
    /// <param name="form">The time as it was typed.</param>
    public static JsonObject Draw(Phrases phrases, SendQuestion question, ScheduleForm form)
    {
        var preview = question.Preview;
        var timed = Typed(preview, form);
        return Begin(phrases, preview.WillReceive, phrases.Say("SendQuestion_Filled", Moments.Show(question.At)))
            .Main(
                Card.Button(Verbs.BroadcastSchedule, phrases[preview.NeedsApproval ? "Button_AskForThen" : "Button_ScheduleFilled"], timed)
            )
            .Action(
                Card.Button(
                    Verbs.BroadcastSend,
                    phrases.Say(preview.NeedsApproval ? "Button_AskForNow" : "Button_SendTo", phrases.Count(preview.WillReceive)),
                    timed with
                    {
                        Now = true,
                    }
                )
            )
            .Action(Card.Button(Verbs.BroadcastTimed, phrases["Button_StepBack"], timed))
            .Build();
    }

    /// <summary>The store's send window is shut: to wait until it opens or, for a manager, not to.</summary>
    public static JsonObject DrawShut(Phrases phrases, SendQuestion question, ScheduleForm form, TimeZoneInfo zone, string? wrong = null)
    {
        var (preview, shut) = (question.Preview, question.Shut!);
        var (timed, opening) = (Typed(preview, form), Moments.Typed(question.At, zone));
        var card = Begin(
            phrases,
            shut.WillReceive,
            shut.Asked is { } asked
                ? phrases.Say("SendQuestion_ShutThen", Moments.Show(asked), Moments.Show(question.At))
                : phrases.Say("SendQuestion_ShutNow", Moments.Show(question.At))
        );
        if (shut.Lost > 0)
            card.Text(phrases.Say("SendQuestion_Lost", phrases.Count(shut.Lost)), color: "Warning");
        card.Main(
                Card.Button(
                    Verbs.BroadcastSchedule,
                    phrases[preview.NeedsApproval ? "Button_AskForThen" : "Button_ScheduleOpening"],
                    timed with
                    {
                        Date = opening.Date,
                        Time = opening.Time,
                        Proposed = null,
                    }
                )
            )
            .Action(Card.Button(Verbs.BroadcastTimed, phrases["Button_StepBack"], timed));
        if (shut.MayOverrule)
            Overrule(card, preview, timed, form.Reason, wrong);
        return card.Build();
    }

    // Behind a fold: the rare way is not to lie beside the usual one.
    private static void Overrule(Card card, Preview preview, ScheduleForm timed, string? typed, string? wrong)
    {
        var phrases = card.Phrases;
        card.Fold(
            "anyway",
            phrases["SendQuestion_Anyway"],
            wrong is not null,
            [
                .. Card.Checked(Inputs.Line(Field.Reason, phrases["Label_WindowReason"], typed, PromiseDesk.LongestWindowReason), wrong),
                Buttons.Row(
                    Card.Button(
                        Verbs.BroadcastAnyway,
                        phrases[preview.NeedsApproval ? "Button_AskAnyway" : "Button_SendAnyway"],
                        timed,
                        inputs: true
                    )
                ),
            ]
        );
    }

    private static Card Begin(Phrases phrases, long receivers, string why) =>
        new Card(phrases)
            .Title(phrases.Say("Step", 3, 3), Meaning.Informative, "SendQuestion_Title")
            .Text(why)
            .Add(Figures.Large(new(phrases.Count(receivers), phrases.Say("Preview_Receivers", phrases.Count(receivers)))));

    private static ScheduleForm Typed(Preview preview, ScheduleForm form) =>
        new(CampaignTarget.Of(preview.Campaign))
        {
            Date = form.Date,
            Time = form.Time,
            Proposed = form.Proposed,
        };
}
