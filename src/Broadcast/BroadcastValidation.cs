using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Broadcast;

/// <summary>Says what is wrong with how broadcasts are sent.</summary>
internal sealed class BroadcastValidation : IValidateOptions<BroadcastOptions>
{
    public ValidateOptionsResult Validate(string? name, BroadcastOptions options) =>
        new SettingFaults("Omo")
            .Must(options.IsWeb || options.Sends, $"Role '{options.Role}' is none of web, worker, all")
            .Must(options.PublicUrl.Length == 0 || IsPublic(options.PublicUrl), "PublicUrl is not an absolute https address")
            .Within(nameof(options.MaxInFlight), options.MaxInFlight, 1, 10_000)
            .Within(nameof(options.ExpiryHours), options.ExpiryHours, 1, 720)
            .Within(nameof(options.ScheduleDays), options.ScheduleDays, 1, 730)
            .Within(nameof(options.ApproveAbove), options.ApproveAbove, 0, 100_000_000)
            .Within(nameof(options.AuditDays), options.AuditDays, 1, 3650)
            .Result;

    private static bool IsPublic(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
