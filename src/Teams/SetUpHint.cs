using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Teams;

/// <summary>Says at start how Teams is set up, when it is not set up as in production.</summary>
internal sealed partial class SetUpHint(IOptions<TeamsOptions> teams, ILogger<SetUpHint> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!teams.Value.IsConfigured)
            LogNotConfigured($"{TeamsOptions.Section}:AppId");
        else if (teams.Value.AllowAnonymous)
            LogAnonymous($"{TeamsOptions.Section}:AllowAnonymous");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Teams is not configured ({Key} is empty): /api/messages answers 503")]
    private partial void LogNotConfigured(string key);

    [LoggerMessage(LogLevel.Warning, "{Key} is on: activities from this machine are believed without a token")]
    private partial void LogAnonymous(string key);
}
