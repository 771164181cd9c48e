using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.People;

/// <summary>Writes the configured staff into the directory once the database is awake.</summary>
internal sealed partial class StaffLoader(
    IOptions<StaffOptions> options,
    StaffDirectory directory,
    TimeProvider time,
    ILogger<StaffLoader> logger
) : Worker
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Configured)
            return;
        var names = StaffValidation.StoreNames(options.Value);
        StaffMember[] staff =
        [
            .. options.Value.Entries.Select(entry => new StaffMember(
                entry.Id!.Trim(),
                entry.Name!.Trim(),
                StaffValidation.RoleOf(entry)!.Value,
                entry.Store?.Trim() ?? ""
            )
            {
                StoreName = names.GetValueOrDefault(entry.Store?.Trim() ?? "", ""),
            }),
        ];
        var told = false;
        try
        {
            while (true)
            {
                try
                {
                    await directory.ReplaceAsync(staff, stoppingToken);
                    LogHolds(staff.Length);
                    return;
                }
                catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
                {
                    if (!told)
                        LogWaits(wrong.GetType().Name);
                    told = true;
                }

                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    [LoggerMessage(LogLevel.Information, "The directory holds {Count} members of staff")]
    private partial void LogHolds(int count);

    [LoggerMessage(LogLevel.Warning, "The staff directory waits for the database: {Reason}")]
    private partial void LogWaits(string reason);
}
