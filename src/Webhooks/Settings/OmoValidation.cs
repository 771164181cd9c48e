using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>Every fault of the host's settings at once, each naming its key.</summary>
internal sealed class OmoValidation : IValidateOptions<OmoOptions>
{
    public ValidateOptionsResult Validate(string? name, OmoOptions options)
    {
        var faults = new List<string>();
        if (!options.IsWeb && !options.IsWorker)
            faults.Add($"Omo:Role '{options.Role}' is none of web, worker, all");
        if (
            options.PublicUrl.Length > 0
            && !(
                Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            )
        )
            faults.Add("Omo:PublicUrl is not an absolute https address");
        if (options.ProfilesPerSecond is < 1 or > 2000)
            faults.Add("Omo:ProfilesPerSecond is not within 1 and 2000");
        if (options.WebhookMegabytes is < 4 or > 4096)
            faults.Add("Omo:WebhookMegabytes is not within 4 and 4096");
        faults.AddRange(Words(nameof(options.StopWords), options.StopWords));
        faults.AddRange(Words(nameof(options.ResumeWords), options.ResumeWords));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Words(string key, IList<string> patterns)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(patterns[i]))
                yield return $"Omo:{key}:{i} is empty";
            else if (WordPattern.Read(patterns[i]) is null)
                yield return $"Omo:{key}:{i} is no pattern of at most {WordPattern.Longest} letters: words, and alternatives between braces, as in stop{{| all}}";
        }
    }
}
