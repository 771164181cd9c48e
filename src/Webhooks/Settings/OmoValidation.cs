using Microsoft.Extensions.Options;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>Every fault of the host's settings at once, each naming its key.</summary>
internal sealed class OmoValidation : IValidateOptions<OmoOptions>
{
    public ValidateOptionsResult Validate(string? name, OmoOptions options)
    {
        var faults = new List<string>();
        if (!options.IsWeb && !options.IsWorker) faults.Add($"Omo:Role '{options.Role}' is none of web, worker, all");
        if (options.PublicUrl.Length > 0
            && !(Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))))
            faults.Add("Omo:PublicUrl is not an absolute https address");
        if (options.ProfilesPerSecond is < 1 or > 2000) faults.Add("Omo:ProfilesPerSecond is not within 1 and 2000");
        if (options.WebhookMegabytes is < 4 or > 4096) faults.Add("Omo:WebhookMegabytes is not within 4 and 4096");
        for (var i = 0; i < options.StopWords.Count; i++)
            if (string.IsNullOrWhiteSpace(options.StopWords[i])) faults.Add($"Omo:StopWords:{i} is empty");
        for (var i = 0; i < options.ResumeWords.Count; i++)
            if (string.IsNullOrWhiteSpace(options.ResumeWords[i])) faults.Add($"Omo:ResumeWords:{i} is empty");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
