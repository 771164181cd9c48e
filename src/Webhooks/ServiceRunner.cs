using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks;

/// <summary>Runs the service. What its operator can mend is said plainly, one line a fault and without a trace, and ends in 1.</summary>
internal static class ServiceRunner
{
    public static async Task<int> RunAsync(Func<Task> service)
    {
        try
        {
            await service();
            return 0;
        }
        catch (Exception wrong) when (Explain(wrong) is { } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>Null for what is no setting's fault.</summary>
    internal static IEnumerable<string>? Explain(Exception wrong) =>
        wrong switch
        {
            OptionsValidationException settings => settings.Failures,
            DataFolderInUseException taken => [taken.Message],
            InvalidOperationException setting when setting.Message.StartsWith("Omo:", StringComparison.Ordinal) => [setting.Message],
            InvalidDataException or FileNotFoundException or DirectoryNotFoundException => [wrong.Message],
            AggregateException many
                when many.InnerExceptions.Select(Explain).ToList() is var all && all.TrueForAll(one => one is not null) => all.SelectMany(
                one => one!
            ),
            IOException port when port.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException => [port.Message],
            _ => null,
        };
}
