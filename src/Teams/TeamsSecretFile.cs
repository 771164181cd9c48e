using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Teams;

/// <summary>Reads <see cref="TeamsOptions.ClientSecretFile"/>. A file that cannot be read stops the start with a message that names the
/// key.</summary>
internal sealed class TeamsSecretFile : IPostConfigureOptions<TeamsOptions>
{
    public void PostConfigure(string? name, TeamsOptions options)
    {
        if (options.ClientSecretFile.Length == 0)
            return;
        var (text, fault) = PastedValue.FromFile(options.ClientSecretFile);
        if (fault is not null)
            throw new OptionsValidationException(
                TeamsOptions.Section,
                typeof(TeamsOptions),
                [$"{TeamsOptions.Section}:ClientSecretFile cannot be read: {fault}"]
            );
        options.ClientSecret = PastedValue.Clean(text!);
    }
}
