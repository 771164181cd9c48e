using Microsoft.Extensions.Options;

namespace OmoBroadcast.Storage.Settings;

/// <summary>A lease must outlast a call, whoever shortens it.</summary>
internal sealed class LeaseValidation : IValidateOptions<LeaseOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10),
        Most = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, LeaseOptions options) =>
        new SettingFaults(LeaseOptions.Section)
            .Must(options.Begun >= Least && options.Begun <= Most, $"{nameof(options.Begun)} must be 00:00:10 to 00:10:00")
            .Must(options.Echo >= Least && options.Echo <= Most, $"{nameof(options.Echo)} must be 00:00:10 to 00:10:00")
            .Result;
}
