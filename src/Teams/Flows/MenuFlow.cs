using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Commands that are a press away.</summary>
internal sealed class MenuFlow(CommandTable commands) : IVerbSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.HelpOpen.Shows((visit, _, _) => Task.FromResult(HelpFlow.Open(visit, welcome: false))),
            Verbs.CommandRun.Shows(
                (visit, target, cancellationToken) => commands.RunAsync(visit, target.Command ?? CommandName.Help, cancellationToken)
            ),
        ];
}
