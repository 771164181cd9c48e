namespace OmoBroadcast.Teams.Commands;

/// <summary>What a member of staff can say to the bot. A closed set.</summary>
public abstract record Command
{
    private Command() { }

    /// <summary>A command that is all said by its name.</summary>
    public sealed record Plain(CommandName Name) : Command;

    /// <summary>回覆</summary>
    /// <param name="Whom">A customer's name or part of it, or the number in my list; empty when nothing followed the command.</param>
    /// <param name="Words">What to say; empty when missing.</param>
    public sealed record Reply(string Whom, string Words) : Command;

    /// <summary>找</summary>
    /// <param name="Words">What is looked for.</param>
    public sealed record Find(string Words) : Command;

    /// <param name="Words">What was said.</param>
    /// <param name="Nearest">The commands it is like, nearest first; help when it is like none.</param>
    public sealed record Unknown(string Words, IReadOnlyList<CommandName> Nearest) : Command;

    /// <summary>Whether it is this one, whatever follows it.</summary>
    public bool Is(CommandName name) =>
        this switch
        {
            Plain plain => plain.Name == name,
            Reply => name == CommandName.Reply,
            Find => name == CommandName.Find,
            _ => false,
        };
}
