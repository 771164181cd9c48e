using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters;

/// <summary>Reads <c>Omo:Accounts</c> entry by entry, so that each remembers its key, and the secret files they name.</summary>
internal sealed class AccountsBinding(IConfiguration configuration, IEnumerable<ChannelTraits> channels)
    : IConfigureOptions<AccountsOptions>
{
    public void Configure(AccountsOptions options)
    {
        foreach (var section in configuration.GetSection("Omo:Accounts").GetChildren())
        {
            var account = new AccountOptions();
            try
            {
                section.Bind(account);
            }
            catch (InvalidOperationException wrong)
            {
                options.Unreadable.Add(wrong.Message);
            }

            account.Path = section.Path;
            account.Channel = account.Channel.Trim().ToLowerInvariant();
            account.Id = PastedValue.Clean(account.Id);
            for (var i = 0; i < account.Secrets.Count; i++)
                account.Secrets[i] = PastedValue.Clean(account.Secrets[i]);
            account.AccessToken = PastedValue.Clean(account.AccessToken);
            if (account.SecretsFile is { Length: > 0 } secrets && Content(options, $"{section.Path}:SecretsFile", secrets) is { } lines)
                foreach (var line in lines.Split(['\r', '\n']).Select(PastedValue.Clean).Where(line => line.Length > 0))
                    account.Secrets.Add(line);
            if (account.AccessTokenFile is { Length: > 0 } token && Content(options, $"{section.Path}:AccessTokenFile", token) is { } text)
                account.AccessToken = PastedValue.Clean(text);
            foreach (var setting in channels.FirstOrDefault(traits => traits.Id.Value == account.Channel)?.Settings ?? [])
                if (Own(options, section, setting) is { } value)
                    account.Own[setting.Key] = value;
            options.Accounts.Add(account);
        }
    }

    private static string? Own(AccountsOptions options, IConfigurationSection section, ChannelSetting setting)
    {
        var value = section[setting.Key]?.Trim();
        if (setting.IsFlag && value is not null && !bool.TryParse(value, out _))
            options.Unreadable.Add(
                $"Failed to convert configuration value '{value}' at '{section.Path}:{setting.Key}' to type 'System.Boolean'."
            );
        var file = setting.Key + "File";
        return setting.MayBeInFile && section[file] is { Length: > 0 } path && Content(options, $"{section.Path}:{file}", path) is { } text
            ? PastedValue.Clean(text)
            : value;
    }

    private static string? Content(AccountsOptions options, string key, string path)
    {
        var (text, fault) = PastedValue.FromFile(path);
        if (fault is not null)
            options.Unreadable.Add($"{key}: {fault}");
        return text;
    }
}
