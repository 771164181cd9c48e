using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Storage.Settings;

/// <summary>The one way in which settings are read.</summary>
public static class SettingsComposition
{
    /// <summary>
    /// Binds a section to its options, and validates them before anything starts; all that is wrong is said at once. They are resolved as
    /// themselves or as <see cref="IOptions{TOptions}"/>.
    /// </summary>
    /// <param name="secrets">Keys of the section that a file may hold: see <see cref="SecretFiles"/>.</param>
    /// <returns>As written and not yet validated: for what a composition has to know beforehand.</returns>
    /// <exception cref="OptionsValidationException">A value is not even of its type, or a file cannot be read.</exception>
    public static TOptions AddSettings<TOptions, TValidation>(
        this IHostApplicationBuilder builder,
        string section,
        params IReadOnlyList<string> secrets
    )
        where TOptions : class, new()
        where TValidation : class, IValidateOptions<TOptions>
    {
        SecretFiles.Read(builder.Configuration, [.. secrets.Select(secret => $"{section}:{secret}")]);
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<TOptions>, TValidation>();
        services.AddOptions<TOptions>().Bind(builder.Configuration.GetSection(section)).ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        try
        {
            var written = builder.Configuration.GetSection(section).Get<TOptions>() ?? new();
            builder.Properties[typeof(TOptions)] = written;
            return written;
        }
        catch (InvalidOperationException wrong)
        {
            throw new OptionsValidationException(section, typeof(TOptions), [wrong.Message]);
        }
    }

    /// <summary>What <c>AddSettings</c> has read before, as written.</summary>
    public static TOptions Settings<TOptions>(this IHostApplicationBuilder builder)
        where TOptions : class => (TOptions)builder.Properties[typeof(TOptions)];
}
