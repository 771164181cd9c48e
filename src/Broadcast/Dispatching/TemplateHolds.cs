using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Keeps the rest of a campaign back while its template may not be sent. <see cref="TemplateHoldRound"/> lets it go on.
/// </summary>
public sealed partial class TemplateHolds(TemplateWaits waits, Templates templates, Node node, ILogger<TemplateHolds> log)
{
    /// <summary>The template may not be sent now, by what is known of it. Throws what the database throws when it is away.</summary>
    public async Task HoldAsync(long campaign, string status, CancellationToken cancellationToken)
    {
        if (!await waits.BeginAsync(campaign, status, node.Now, cancellationToken))
            return;
        LogWaits(campaign, status);
        // What lies in the queues of lanes goes back.
        await node.Nudges.SendAsync(Topics.Stop(campaign));
        await node.Nudges.SendAsync(Topics.Moved(campaign));
    }

    /// <summary>The platform said so itself, sooner than its news of the template came.</summary>
    public async Task RefusedAsync(long campaign, Content content, string code, CancellationToken cancellationToken)
    {
        if (content.Template is { } template)
            await templates.RefusedAsync(template.Scope, template.Name, template.Language, node.Now, cancellationToken);
        await HoldAsync(campaign, $"{MessageTemplate.Paused} ({code})", cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The rest of campaign {Campaign} waits: its template is {Status}")]
    private partial void LogWaits(long campaign, string status);
}
