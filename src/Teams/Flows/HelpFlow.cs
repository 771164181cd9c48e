using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>說明, and what was said that is no command.</summary>
internal sealed class HelpFlow : ICommandSet
{
    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [
            (CommandName.Help, (visit, _) => Task.FromResult(Open(visit, welcome: false))),
            // An answer to a customer lacks its words: how to say them is all that one tap can do.
            (CommandName.Reply, (visit, _) => Task.FromResult<FlowResult>(new FlowResult.Note(How(visit)))),
        ];

    public static FlowResult Open(Visit visit, bool welcome) => new FlowResult.Card(HelpCard.Draw(visit.Phrases, visit.Who, welcome));

    /// <summary>How an answer to a customer is typed.</summary>
    public static string How(Visit visit) => visit.Phrases.Say("Reply_How", visit.Phrases.Example(visit.Who));

    public static FlowResult Suggest(Visit visit, Command.Unknown unknown) =>
        new FlowResult.Card(SuggestCard.Draw(visit.Phrases, visit.Who, unknown));
}
