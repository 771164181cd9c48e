using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Teams;

/// <summary>Refuses at start what could not work or would not be safe; every message names its key.</summary>
internal sealed class TeamsValidation(IHostEnvironment environment) : IValidateOptions<TeamsOptions>
{
    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        var wrong = new List<string>();
        if (options.AllowAnonymous && !environment.IsDevelopment())
            wrong.Add(
                $"{TeamsOptions.Section}:AllowAnonymous may be true only in the Development environment; here it is '{environment.EnvironmentName}'."
            );
        if (options.HasApp)
        {
            if (!Guid.TryParse(options.AppId, out _))
                wrong.Add($"{TeamsOptions.Section}:AppId must be the bot's application id, a GUID.");
            if (options.TenantId.Length == 0)
                wrong.Add($"{TeamsOptions.Section}:TenantId is missing: the tenant that owns the bot.");
            if (options.ClientSecret.Length == 0)
                wrong.Add($"{TeamsOptions.Section}:ClientSecret (or {TeamsOptions.Section}:ClientSecretFile) is missing.");
        }
        if (!IsWebAddress(options.MetadataAddress))
            wrong.Add($"{TeamsOptions.Section}:MetadataAddress must be an https address.");
        if (!IsWebAddress(options.Authority))
            wrong.Add($"{TeamsOptions.Section}:Authority must be an https address.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            wrong.Add($"{TeamsOptions.Section}:TimeZone is not a known time zone.");
        if (options.WaitingNoticeMinutes is < 0 or > 1440)
            wrong.Add($"{TeamsOptions.Section}:WaitingNoticeMinutes must be 0 to 1440.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    // Plain http is for a stand-in on this machine, never for keys that come over a network.
    private bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && environment.IsDevelopment()));
}
