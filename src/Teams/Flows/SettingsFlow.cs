using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>設定.</summary>
internal sealed class SettingsFlow(StaffDesk desk)
{
    public static FlowResult Open(Visit visit) => Show(visit, visit.Who, null);

    public async Task<FlowResult> LanguageAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        Changed(visit, await desk.SpeakAsync(visit.Who, action.Text("language") ?? "", cancellationToken), "Settings_Spoken");

    public async Task<FlowResult> DutyAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        Changed(visit, await desk.DutyAsync(visit.Who, action.Text("on") == "true", cancellationToken), null);

    private static FlowResult Changed(Visit visit, Answer<StaffMember> answer, string? note) =>
        answer is Answer<StaffMember>.Ok { Value: var who } ? Show(visit, who, note) : visit.Refusal(answer);

    // In the language just chosen.
    private static FlowResult.Card Show(Visit visit, StaffMember who, string? note)
    {
        var phrases = (visit with { Who = who }).Phrases;
        return new(SettingsCard.Draw(phrases, who, note is null ? null : phrases[note]));
    }
}
