using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>設定.</summary>
internal sealed class SettingsFlow(StaffDesk desk, TeamDesk team, UnreadDesk unread, Roster roster) : IVerbSet, ICommandSet
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

    private async Task<FlowResult> DutyAsync(Visit visit, DutyTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.DutyAsync(visit.Who, target.On, cancellationToken);
        // What customers edited meanwhile is told now.
        if (answer is Answer<StaffMember>.Ok && target.On)
            await Task.WhenAll(roster.Accounts.Select(account => unread.BackAsync(account.Key, cancellationToken)));
        return Changed(visit, answer, null, target.On ? await AwaitingAsync(visit, cancellationToken) : 0);
    }

    private static FlowResult Changed(Visit visit, Answer<StaffMember> answer, string? note, int awaiting = 0) =>
        answer is Answer<StaffMember>.Ok { Value: var who } ? Show(visit, who, note, awaiting) : visit.Refusal(answer);

    // In the language just chosen.
    private static FlowResult.Card Show(Visit visit, StaffMember who, string? note, int awaiting = 0)
    {
        var phrases = (visit with { Who = who }).Phrases;
        return new(SettingsCard.Draw(phrases, who, note is null ? null : phrases[note], awaiting));
    }

    // What a manager is asked to approve, who has just come back.
    private async Task<int> AwaitingAsync(Visit visit, CancellationToken cancellationToken) =>
        await team.AwaitingAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<AwaitingBroadcast>>.Ok { Value.Count: var awaiting }
            ? awaiting
            : 0;
}
