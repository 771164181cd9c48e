using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Lets DbUp speak through the house's log. Its templates are composite formats, so they are filled in here.</summary>
internal sealed partial class MigrationLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => Write(LogLevel.Trace, null, format, args);

    public void LogDebug(string format, params object[] args) => Write(LogLevel.Debug, null, format, args);

    public void LogInformation(string format, params object[] args) => Write(LogLevel.Debug, null, format, args);

    public void LogWarning(string format, params object[] args) => Write(LogLevel.Warning, null, format, args);

    public void LogError(string format, params object[] args) => Write(LogLevel.Error, null, format, args);

    public void LogError(Exception ex, string format, params object[] args) => Write(LogLevel.Error, ex, format, args);

    private void Write(LogLevel level, Exception? exception, string format, object[] args)
    {
        if (logger.IsEnabled(level))
            LogStep(level, exception, args.Length == 0 ? format : string.Format(null, format, args));
    }

    [LoggerMessage("Schema: {Step}")]
    private partial void LogStep(LogLevel level, Exception? exception, string step);
}
