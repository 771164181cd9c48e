using System.Text.RegularExpressions;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>The name of a round or a job, from its type's: <c>TemplateHoldRound</c> is <c>template-hold</c>.</summary>
internal static partial class WorkName
{
    public static string Of(Type type) => Words().Replace(Suffix().Replace(type.Name, ""), "-$1").ToLowerInvariant();

    [GeneratedRegex("(Round|Job)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Words();
}
