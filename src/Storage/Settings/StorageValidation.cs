using Microsoft.Extensions.Options;

namespace OmoBroadcast.Storage.Settings;

/// <summary>Brings the addresses into the form that the drivers take, and says what is wrong with where things are kept.</summary>
internal sealed class StorageValidation : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        new SettingFaults("Omo")
            .Within(nameof(options.DiskLowPercent), options.DiskLowPercent, 0, 50)
            .Within(nameof(options.JournalWaiting), options.JournalWaiting, 1_600, 16_000_000)
            .Within(nameof(options.JournalMonths), options.JournalMonths, 1, 120)
            .Within(nameof(options.CustomerMonths), options.CustomerMonths, 0, 120)
            .Must(
                options.DiskCriticalPercent >= 0 && options.DiskCriticalPercent <= options.DiskLowPercent,
                "DiskCriticalPercent must be 0 to Omo:DiskLowPercent"
            )
            .Within(nameof(options.LedgerMonths), options.LedgerMonths, 1, 120)
            .Readable(options.Redis, address => RedisAddress.Read(address))
            .Readable(options.Database, address => options.Database = PostgresAddress.Read(address))
            .Result;
}
