using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Asks WhatsApp for the templates of each configured business account: when a node starts, every quarter of an hour, and soon after news
/// of one. Of several nodes one asks. Nothing waits for it, and what was listed last stands while WhatsApp does not answer.
/// </summary>
public sealed partial class TemplateRound(
    Templates templates,
    IEnumerable<ITemplates> ports,
    Roster roster,
    Node node,
    ILogger<TemplateRound> log
) : Round("Listing templates", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15),
        Lease = TimeSpan.FromMinutes(5),
        FirstPause = TimeSpan.FromSeconds(15),
        LongestPause = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, ITemplates> sources = Sources(ports, roster);

    private bool wanted;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (sources.Count == 0)
            return;
        if (!wanted)
            await templates.WantAsync(sources.Keys, node.Now, cancellationToken);
        wanted = true;
        while (await templates.TakeAsync(sources.Keys, node.Now, node.Now + Lease, cancellationToken) is { } due)
            await SyncAsync(due, cancellationToken);
    }

    private async Task SyncAsync(TemplateSync due, CancellationToken cancellationToken)
    {
        var asked = node.Now;
        switch (await sources[due.Scope].ListAsync(due.Scope, cancellationToken))
        {
            case TemplateListing.All all:
                await templates.ReplaceAsync(due.Scope, all.Templates, asked, cancellationToken);
                await templates.SucceededAsync(due, node.Now + Every, cancellationToken);
                if (due.Failures > 0)
                    LogListedAgain(due.Scope);
                break;
            case TemplateListing.Failed failed:
                var pause = FirstPause * Math.Pow(2, Math.Min(due.Failures, 10));
                pause = pause > LongestPause ? LongestPause : pause;
                await templates.FailedAsync(
                    due.Scope,
                    node.Now + (failed.RetryAfter > pause ? failed.RetryAfter.Value : pause),
                    cancellationToken
                );
                LogNotListed(due.Failures == 0 ? LogLevel.Warning : LogLevel.Debug, due.Scope, failed.Reason);
                break;
        }
    }

    private static Dictionary<string, ITemplates> Sources(IEnumerable<ITemplates> ports, Roster roster)
    {
        var byChannel = ports.ToDictionary(port => port.Id);
        return roster
            .Accounts.Where(account => account.TemplateScope is not null && byChannel.ContainsKey(account.Key.Channel))
            .DistinctBy(account => account.TemplateScope)
            .ToDictionary(account => account.TemplateScope!, account => byChannel[account.Key.Channel], StringComparer.Ordinal);
    }

    [LoggerMessage(LogLevel.Information, "The templates of {Scope} are listed again")]
    private partial void LogListedAgain(string scope);

    [LoggerMessage("The templates of {Scope} cannot be listed: {Reason}")]
    private partial void LogNotListed(LogLevel level, string scope, string reason);
}
