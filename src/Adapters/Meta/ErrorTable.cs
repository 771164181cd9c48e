using System.Collections.Frozen;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The error codes of one family, for answers and webhooks alike. Of two lines for the same code the later one holds.</summary>
/// <param name="exception">What only an error's words tell; null for all else.</param>
internal sealed class ErrorTable(Func<GraphError, GraphRule?>? exception, params IEnumerable<GraphRule> rules)
{
    private readonly FrozenDictionary<(int, int), GraphRule> rules = Index(rules);

    /// <summary>One line for each code.</summary>
    public IEnumerable<GraphRule> Rules => rules.Values;

    /// <summary>What an answer with this error means for the message.</summary>
    /// <param name="wait">What the answer says about when to come again, given what the table says.</param>
    public SendOutcome Understand(GraphError error, int status, Func<TimeSpan, TimeSpan> wait)
    {
        var rule = Find(error);
        return rule?.Remedy switch
        {
            null when status >= 500 => new SendOutcome.Unknown(Told(error)),
            null when error.Transient => new SendOutcome.Unavailable(error.Words, error.Name, GraphRule.UsualMost),
            Remedy.Unsure => new SendOutcome.Unknown(Told(error)),
            Remedy.Retry => status >= 500
                ? new SendOutcome.Unknown(Told(error))
                : new SendOutcome.Unavailable(error.Words, error.Name, rule.Most),
            _ => Definite(error, rule, wait),
        };
    }

    /// <summary>What it means in a webhook that says: it failed. There nothing is open any more.</summary>
    public SendOutcome Fault(GraphError error) =>
        Find(error) is { Remedy: Remedy.Unsure or Remedy.Retry }
            ? new SendOutcome.Unreachable(error.Name, error.Words)
            : Definite(error, Find(error), static usual => usual);

    private static SendOutcome Definite(GraphError error, GraphRule? rule, Func<TimeSpan, TimeSpan> wait)
    {
        var usual = TimeSpan.FromSeconds(rule?.Seconds ?? 0);
        return rule?.Remedy switch
        {
            Remedy.Pace => new SendOutcome.Throttled(wait(usual), ThrottleScope.Pace),
            Remedy.Quota => new SendOutcome.Throttled(wait(usual), ThrottleScope.Quota),

            // Never sooner than the platform's own rule about one recipient.
            Remedy.Recipient => new SendOutcome.Throttled(
                TimeSpan.FromTicks(Math.Max(wait(usual).Ticks, usual.Ticks)),
                ThrottleScope.Recipient
            ),
            Remedy.Drop => new SendOutcome.Unreachable(error.Name, error.Words),
            Remedy.Unsubscribed => new SendOutcome.Unreachable(error.Name, error.Words, SuppressionKind.Unsubscribed),
            Remedy.Upload => new SendOutcome.MediaGone(error.Name),
            Remedy.Template => new SendOutcome.Refused(RefusalScope.Template, error.Name, error.Words),
            Remedy.Stop => new SendOutcome.Refused(RefusalScope.Account, error.Name, error.Words),
            _ => new SendOutcome.Refused(RefusalScope.Content, error.Name, error.Words),
        };
    }

    /// <summary>Meta lists some subcodes without their code, and sends them under several: they mean the same under each.</summary>
    private GraphRule? Find(GraphError error) =>
        exception?.Invoke(error)
        ?? rules.GetValueOrDefault((error.Code, error.Subcode))
        ?? (error.Subcode == 0 ? null : rules.GetValueOrDefault((GraphRule.AnyCode, error.Subcode)))
        ?? rules.GetValueOrDefault((error.Code, 0));

    private static string Told(GraphError error) => $"{error.Name} {error.Words}".TrimEnd();

    private static FrozenDictionary<(int, int), GraphRule> Index(IEnumerable<GraphRule> rules)
    {
        var index = new Dictionary<(int, int), GraphRule>();
        foreach (var rule in rules)
            index[(rule.Code, rule.Subcode)] = rule;
        return index.ToFrozenDictionary();
    }
}
