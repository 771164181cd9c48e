using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class CardTests
{
    private static IEnumerable<(string, JsonObject)> Results(Phrases phrases)
    {
        yield return ("scheduled", ProgressCard.Draw(phrases, Progress(CampaignState.Scheduled, new()), []));
        yield return ("starting", ProgressCard.Draw(phrases, Progress(CampaignState.Scheduled, new()), [], new(Now: Now.AddHours(2))));
        yield return ("sending", ProgressCard.Draw(phrases, Progress(CampaignState.Sending, new() { Waiting = 70, Accepted = 30 }), []));
        yield return (
            "paused",
            ProgressCard.Draw(
                phrases,
                Progress(CampaignState.Paused, new() { Waiting = 70, Accepted = 30 }) with
                {
                    Holds = [new Hold(Shop, HoldReason.Quota, Now.AddDays(9), "quota")],
                },
                []
            )
        );
        yield return (
            "sending-shut",
            ProgressCard.Draw(
                phrases,
                Progress(CampaignState.Sending, new() { Waiting = 70, Accepted = 30 }) with
                {
                    Reopens = Now.AddHours(9),
                },
                []
            )
        );
        yield return ("done", ProgressCard.Draw(phrases, Done(), [Refused, Unknown]));
        yield return (
            "cancelled",
            ProgressCard.Draw(phrases, Progress(CampaignState.Cancelled, new() { Cancelled = 60, Accepted = 40 }), [], new(Old: true))
        );
        yield return (
            "records",
            RecordsCard.List(phrases, [Line(Done()), Line(Progress(CampaignState.Sending, new() { Waiting = 1 }))], 0, more: true)
        );
        yield return (
            "recipients",
            RecipientsCard.Draw(
                phrases,
                new(
                    Done(),
                    new()
                    {
                        State = DeliveryState.Refused,
                        Code = "131047",
                        Name = "王",
                    },
                    [Refused, Unknown, Skipped],
                    99,
                    [("131047", 12), ("500", 1)]
                )
                {
                    Again = 1,
                },
                20,
                mine: true
            )
        );
        yield return (
            "recipients-all",
            RecipientsCard.Draw(phrases, new(Done(), DeliveryFilter.All, [Refused, Unknown, Skipped], 3, []), 0, mine: true)
        );
        yield return (
            "recipients-skipped",
            RecipientsCard.Draw(phrases, new(Done(), new() { Skip = SkipReason.ChannelCannotCarry }, [Skipped], 1, []), 0, mine: true)
        );
        yield return (
            "export",
            ExportCard.Draw(
                phrases,
                new("https://omo.example/export/token"),
                Card.Button(Verbs.RecordsRecipients, phrases["Button_Back"], new JsonObject { ["campaign"] = 7 })
            )
        );
        yield return (
            "waiting",
            ProgressCard.Draw(
                phrases,
                Progress(CampaignState.Sending, new() { Waiting = 70, Accepted = 30 }) is var held
                    ? held with
                    {
                        Campaign = held.Campaign with { Waits = "PAUSED", ExpiresAt = Now.AddHours(20) },
                    }
                    : held,
                []
            )
        );
        yield return (
            "notice",
            NoticeCard.Draw(phrases, new(new(7, CampaignNoticeReason.TemplateHeld, Now, "PAUSED (132015)"), Draft(), 70, "林店員"))
        );
    }
}
