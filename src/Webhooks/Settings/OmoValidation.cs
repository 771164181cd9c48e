using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>Every fault of the host's settings at once, each naming its key.</summary>
internal sealed class OmoValidation : IValidateOptions<OmoOptions>
{
    public ValidateOptionsResult Validate(string? name, OmoOptions options)
    {
        var faults = new SettingFaults("Omo")
            .Within(nameof(options.ProfilesPerSecond), options.ProfilesPerSecond, 1, 2000)
            .Within(nameof(options.WebhookMegabytes), options.WebhookMegabytes, 4, 4096);
        foreach (var fault in Words(nameof(options.StopWords), options.StopWords))
            faults.Must(false, fault);
        foreach (var fault in Words(nameof(options.ResumeWords), options.ResumeWords))
            faults.Must(false, fault);
        return faults.Result;
    }

    private static IEnumerable<string> Words(string key, IList<string> patterns)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(patterns[i]))
                yield return $"{key}:{i} is empty";
            else if (WordPattern.Read(patterns[i]) is null)
                yield return $"{key}:{i} is no pattern of at most {WordPattern.Longest} letters: words, and alternatives between braces, as in stop{{| all}}";
        }
    }
}
