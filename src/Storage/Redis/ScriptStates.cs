using System.Globalization;
using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Gives the scripts the states and changes of conversations: each name is replaced when a script is loaded, so it costs
/// nothing when it runs.</summary>
internal static partial class ScriptStates
{
    private static readonly Dictionary<string, string> Values = new([
        .. Names<StoredState>("STORED", state => state.ToString("d")),
        .. Names<Transition>("RESULT", result => result.ToString("d")),
        .. Names<ConversationChange>("CHANGE", change => $"'{change.Word()}'"),
    ]);

    /// <summary>What a script is called with to make a change.</summary>
    public static string Word(this ConversationChange change) => change.ToString().ToLowerInvariant();

    public static string Fill(string script) => Name().Replace(script, name => Values[name.Value]);

    private static IEnumerable<KeyValuePair<string, string>> Names<T>(string before, Func<T, string> value)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Select(one =>
                KeyValuePair.Create($"{before}{Capital().Replace(one.ToString(), "_$0")}".ToUpper(CultureInfo.InvariantCulture), value(one))
            );

    [GeneratedRegex(@"\b(STORED|RESULT|CHANGE)_[A-Z_]+\b")]
    private static partial Regex Name();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}

/// <summary>What a record says of its conversation's state: whether it is somebody's. Else it is pending or closed, which follows from
/// times.</summary>
internal enum StoredState
{
    Free = 0,
    InProgress = 1,
}
