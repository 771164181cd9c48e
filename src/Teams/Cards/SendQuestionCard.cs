using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Send now was pressed with a time filled in: which of the two was meant. Nothing is sent before it is answered.</summary>
internal static class SendQuestionCard
{
    /// <param name="form">The time as it was typed.</param>
    public static JsonObject Draw(Phrases phrases, SendQuestion question, ScheduleForm form)
    {
        var preview = question.Preview;
        var draft = CampaignTarget.Of(preview.Campaign);
        var timed = new ScheduleForm(draft)
        {
            Date = form.Date,
            Time = form.Time,
            Proposed = form.Proposed,
        };
        return new Card(phrases)
            .Title(phrases.Say("Step", 3, 3), Meaning.Informative, "SendQuestion_Title")
            .Text(phrases.Say("SendQuestion_Filled", Moments.Show(question.At)))
            .Add(
                Figures.Large(new(phrases.Count(preview.WillReceive), phrases.Say("Preview_Receivers", phrases.Count(preview.WillReceive))))
            )
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
}
