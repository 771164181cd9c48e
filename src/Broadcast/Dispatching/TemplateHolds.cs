using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Keeps the rest of a campaign back while its template may not be sent, and lets it go on when the platform approves the template again.
/// What the platform has deleted or rejected is not waited for: the rest is skipped, as at a launch.
/// </summary>
public sealed class TemplateHolds(TemplateWaits waits, Templates templates, Node node, ILogger<TemplateHolds> log) : Worker
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>The template may not be sent now, by what is known of it. Throws what the database throws when it is away.</summary>
    public async Task HoldAsync(long campaign, string status, CancellationToken cancellationToken)
    {
        if (!await waits.BeginAsync(campaign, status, node.Now, cancellationToken))
            return;
        log.LogWarning("The rest of campaign {Campaign} waits: its template is {Status}", campaign, status);
        // What lies in the queues of lanes goes back.
        await node.Nudges.SendAsync(Topics.Stop(campaign));
        await node.Nudges.SendAsync(Topics.Moved(campaign));
    }

    /// <summary>The platform said so itself, sooner than its news of the template came.</summary>
    public async Task RefusedAsync(long campaign, Content content, string code, CancellationToken cancellationToken)
    {
        if (content.Template is { } template)
            await templates.RefusedAsync(template.Waba, template.Name, template.Language, node.Now, cancellationToken);
        await HoldAsync(campaign, $"{MessageTemplate.Paused} ({code})", cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, node.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogDebug("Waiting campaigns are looked at later: {Reason}", wrong.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var campaign in await waits.AllAsync(cancellationToken))
        {
            var status = campaign.Content.Template is { } template
                ? await templates.StatusAsync(template.Waba, template.Name, template.Language, cancellationToken)
                : MessageTemplate.Approved;
            var standing = MessageTemplate.StandingOf(status);
            if (standing == TemplateStanding.Waits || !await waits.EndAsync(campaign.Id, standing, node.Now, cancellationToken))
                continue;
            log.LogInformation("Campaign {Campaign} waits no more: its template is {Status}", campaign.Id, status);
            await node.Nudges.SendAsync(Topics.Moved(campaign.Id));
        }
    }
}
