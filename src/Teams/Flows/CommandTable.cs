using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Does what a command that is all said by its name is for.</summary>
internal delegate Task<FlowResult> CommandHandler(Visit visit, CancellationToken cancellationToken);

/// <summary>The commands of one flow, each beside its handler.</summary>
internal interface ICommandSet
{
    IEnumerable<(CommandName Name, CommandHandler Run)> Commands { get; }
}

/// <summary>Every command with its handler, as the flows have registered them.</summary>
internal sealed class CommandTable
{
    private readonly Dictionary<CommandName, CommandHandler> handlers = [];

    /// <exception cref="InvalidOperationException">A command is done by no flow, or by two.</exception>
    public CommandTable(IEnumerable<ICommandSet> sets)
    {
        foreach (var (name, run) in sets.SelectMany(set => set.Commands))
            if (!handlers.TryAdd(name, run))
                throw new InvalidOperationException($"Two flows do {name}");
        foreach (var command in CommandWords.All)
            if (!handlers.ContainsKey(command.Name))
                throw new InvalidOperationException($"No flow does {command.Name}");
    }

    public Task<FlowResult> RunAsync(Visit visit, CommandName name, CancellationToken cancellationToken) =>
        handlers[name](visit, cancellationToken);
}
