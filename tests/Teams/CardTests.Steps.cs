using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class CardTests
{
    /// <summary>What a broadcast asks on its way, and what is found of it later.</summary>
    private static IEnumerable<(string, JsonObject)> Steps(Phrases phrases)
    {
        yield return ("cancel", CancelCard.Draw(phrases, Progress(CampaignState.Scheduled, new())));
        yield return ("cancel-begun", CancelCard.Draw(phrases, Progress(CampaignState.Sending, new() { Accepted = 1_200, Waiting = 340 })));
        yield return ("drafts-none", DraftsCard.Draw(phrases, [], 0, more: false));
        yield return (
            "drafts",
            DraftsCard.Draw(
                phrases,
                [
                    Draft() with
                    {
                        Content = new(Texts("{{customer_name}} 您好，週末 *全館* 八折")),
                        Returned = "王經理: 請補上 *時間*",
                    },
                    Draft() with
                    {
                        Content = new([Picture]),
                    },
                ],
                8,
                more: true
            )
        );
        foreach (var asks in (bool[])[false, true])
            yield return (
                asks ? "send-question-asks" : "send-question",
                SendQuestionCard.Draw(
                    phrases,
                    new(Now.AddDays(2), APreview with { NeedsApproval = asks }),
                    new(CampaignTarget.Of(Draft())) { Date = "2026-11-24", Time = "18:00" }
                )
            );
        foreach (var (name, sends, expires) in new[] { ("shut", 0, 24), ("cut", 1, 24), ("cut-late", 1, 8) })
            yield return (
                $"preview-{name}",
                PreviewCard.Draw(
                    phrases,
                    APreview with
                    {
                        Takes = TimeSpan.FromMinutes(3),
                        Window = new(Now, Now.AddHours(10), TimeSpan.FromMinutes(sends), Now.AddHours(expires)),
                    }
                )
            );
        foreach (var manager in (bool[])[false, true])
            yield return (
                manager ? "send-shut-manager" : "send-shut",
                SendQuestionCard.DrawShut(
                    phrases,
                    new(Now.AddDays(1), APreview) { Shut = new(manager ? Now.AddHours(2) : null, 86, manager ? 0 : 17, manager) },
                    new(CampaignTarget.Of(Draft())),
                    TimeZoneInfo.Utc
                )
            );
        yield return ("done-unreachable", ProgressCard.Draw(phrases, Done() with { Missed = 0 }, [Refused]));
        yield return (
            "records-manager",
            RecordsCard.List(
                phrases,
                [
                    Line(Done()) with
                    {
                        Author = "王 *店員*",
                        Channels = [ChannelId.Line, ChannelId.WhatsApp],
                    },
                    Line(Done()) is var again ? again with { Campaign = again.Campaign with { Origin = 42 }, Author = "王 *店員*" } : again,
                ],
                0,
                more: false
            )
        );
    }
}
