using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Lets the rest of a campaign go on when the platform approves its template again. What the platform has deleted or rejected is not waited
/// for: the rest is skipped, as at a launch.
/// </summary>
internal sealed partial class TemplateHoldRound(TemplateWaits waits, Templates templates, Node node, ILogger<TemplateHoldRound> log)
    : Round("Looking after campaigns that wait for their template", TimeSpan.FromSeconds(2))
{
    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var campaign in await waits.AllAsync(cancellationToken))
        {
            var status = campaign.Content.Template is { } template
                ? await templates.StatusAsync(template.Scope, template.Name, template.Language, cancellationToken)
                : MessageTemplate.Approved;
            var standing = MessageTemplate.StandingOf(status);
            if (standing == TemplateStanding.Waits || !await waits.EndAsync(campaign.Id, standing, node.Now, cancellationToken))
                continue;
            LogGoesOn(campaign.Id, status);
            await node.Nudges.SendAsync(Topics.Moved(campaign.Id));
        }
    }

    [LoggerMessage(LogLevel.Information, "Campaign {Campaign} waits no more: its template is {Status}")]
    private partial void LogGoesOn(long campaign, string? status);
}
