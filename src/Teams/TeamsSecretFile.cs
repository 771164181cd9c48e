using Microsoft.Extensions.Options;

namespace OmoBroadcast.Teams;

/// <summary>Reads <see cref="TeamsOptions.ClientSecretFile"/>. A file that cannot be read stops the start with a message that names the key.</summary>
internal sealed class TeamsSecretFile : IPostConfigureOptions<TeamsOptions>
{
    public void PostConfigure(string? name, TeamsOptions options)
    {
        if (options.ClientSecretFile.Length == 0) return;
        try
        {
            options.ClientSecret = File.ReadAllText(options.ClientSecretFile).Trim();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(TeamsOptions.Section, typeof(TeamsOptions), [$"{TeamsOptions.Section}:ClientSecretFile cannot be read: {trouble.Message}"]);
        }
    }
}
