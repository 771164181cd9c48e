using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Media;

/// <summary>Says what is wrong with where media are kept.</summary>
internal sealed class MediaValidation : IValidateOptions<MediaOptions>
{
    public ValidateOptionsResult Validate(string? name, MediaOptions options)
    {
        var faults = new SettingFaults(MediaOptions.Section).Within(nameof(options.RetentionDays), options.RetentionDays, 1, 3650);
        var s3 = options.S3;
        if (!s3.IsUsed)
            return faults.Result;
        return faults
            .Must(s3.Endpoint.Length == 0 || IsWebAddress(s3.Endpoint), "S3:Endpoint is not an absolute http(s) address")
            .Must(
                !s3.Endpoint.Contains('@', StringComparison.Ordinal),
                "S3:Endpoint holds a name or password; they belong into AccessKey and SecretKey"
            )
            .Must(s3.Endpoint.Length > 0 || s3.Region.Length > 0, $"S3:Endpoint or {MediaOptions.Section}:S3:Region is missing")
            .Must(s3.AccessKey.Length > 0, "S3:AccessKey is missing")
            .Must(s3.SecretKey.Length > 0, $"S3:SecretKey (or {MediaOptions.Section}:S3:SecretKeyFile) is missing")
            .Result;
    }

    private static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https");
}
