using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Adapters;

/// <summary>Reads <c>Omo:Accounts</c> entry by entry, so that each remembers its key, and the secret files they name.</summary>
internal sealed class AccountsBinding(IConfiguration configuration) : IConfigureOptions<AccountsOptions>
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
            account.Id = account.Id.Trim();
            if (account.SecretsFile is { Length: > 0 } secrets && Content(options, $"{section.Path}:SecretsFile", secrets) is { } lines)
                foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    account.Secrets.Add(line);
            if (account.AccessTokenFile is { Length: > 0 } token && Content(options, $"{section.Path}:AccessTokenFile", token) is { } text)
                account.AccessToken = text.Trim();
            if (account.VerifyTokenFile is { Length: > 0 } verify && Content(options, $"{section.Path}:VerifyTokenFile", verify) is { } word)
                account.VerifyToken = word.Trim();
            account.Waba = account.Waba?.Trim();
            options.Accounts.Add(account);
        }
    }

    private static string? Content(AccountsOptions options, string key, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            options.Unreadable.Add($"{key}: {wrong.Message}");
            return null;
        }
    }
}
