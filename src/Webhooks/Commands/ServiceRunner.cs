using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>Runs the service. What its operator can mend is said plainly, one line a fault and without a trace, and ends in 1.</summary>
internal static class ServiceRunner
{
    public static async Task<int> RunAsync(string[] arguments, Func<WebApplicationBuilder, WebApplication> service)
    {
        try
        {
            if (MoveCommand.Of(arguments) is { } move)
                await move.RunAsync(Build, Console.Out);
            else
                await ServeAsync(service(WebApplication.CreateBuilder(arguments)), arguments);
            return 0;
        }
        catch (Exception wrong) when (Explain(wrong) is { } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync(line);
            return 1;
        }

        WebApplication Build(IReadOnlyDictionary<string, string?> settings, FolderPermit permit)
        {
            var builder = WebApplication.CreateBuilder(arguments);
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton(permit);
            return service(builder);
        }
    }

    /// <summary>Runs the service, or the one command that was asked for instead.</summary>
    private static async Task ServeAsync(WebApplication app, string[] arguments)
    {
        if (OptOutCommand.Of(arguments) is { } command)
        {
            await command.RunAsync(app, Console.Out);
            return;
        }

        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to end before all of it had begun.
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
