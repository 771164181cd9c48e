using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>設定.</summary>
internal sealed class SettingsFlow(StaffDesk desk) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.SettingsLanguage.Once(LanguageAsync, (visit, _, _) => Task.FromResult(Open(visit))),
            Verbs.SettingsDuty.Once(DutyAsync, (visit, _, _) => Task.FromResult(Open(visit))),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Settings, (visit, _) => Task.FromResult(Open(visit)))];

    private static FlowResult Open(Visit visit) => Show(visit, visit.Who, null);

    private async Task<FlowResult> LanguageAsync(Visit visit, LanguageTarget target, CancellationToken cancellationToken) =>
        Changed(visit, await desk.SpeakAsync(visit.Who, target.Language, cancellationToken), "Settings_Spoken");

    private async Task<FlowResult> DutyAsync(Visit visit, DutyTarget target, CancellationToken cancellationToken) =>
        Changed(visit, await desk.DutyAsync(visit.Who, target.On, cancellationToken), null);

    private static FlowResult Changed(Visit visit, Answer<StaffMember> answer, string? note) =>
        answer is Answer<StaffMember>.Ok { Value: var who } ? Show(visit, who, note) : visit.Refusal(answer);

    // In the language just chosen.
    private static FlowResult.Card Show(Visit visit, StaffMember who, string? note)
    {
        var phrases = (visit with { Who = who }).Phrases;
        return new(SettingsCard.Draw(phrases, who, note is null ? null : phrases[note]));
    }
}
