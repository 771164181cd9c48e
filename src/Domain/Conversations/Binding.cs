using System.Security.Cryptography;
using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>綁定: a customer belongs to one member of staff of one store.</summary>
/// <param name="Staff">By staff id.</param>
/// <param name="At">When it was made or passed on.</param>
public sealed record Binding(CustomerKey Customer, string Staff, string Store, DateTimeOffset At);

/// <summary>Whether a customer who is bound already may pass to another member of staff by sending that one's code.</summary>
public enum BindingMode
{
    /// <summary>No: only staff can change it.</summary>
    Fixed,

    /// <summary>Yes.</summary>
    Free,
}

/// <summary>
/// The code by which a customer chooses a member of staff: <c>#</c> and eight letters or digits that cannot be taken for one another. It
/// says nothing of the person, and there are too many to be found by trying.
/// </summary>
public static partial class BindingCode
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 8;

    /// <summary>A message longer than this is not looked at.</summary>
    private const int LongestMessage = 300;

    public static string Make() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The code in a customer's message, wherever it stands; null without one, or with more than one.</summary>
    public static string? Read(string? words)
    {
        if (words is null || words.Length > LongestMessage || words.AsSpan().IndexOfAny('#', '＃') < 0)
            return null;
        var found = Pattern().Matches(words);
        return found.Count == 1 ? found[0].Groups["code"].Value.ToUpperInvariant() : null;
    }

    [GeneratedRegex("[#＃](?<code>[2-9A-HJKMNP-Za-hjkmnp-z]{8})(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
