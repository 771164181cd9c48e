using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

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
            account.Id = PastedValue.Clean(account.Id);
            for (var i = 0; i < account.Secrets.Count; i++)
                account.Secrets[i] = PastedValue.Clean(account.Secrets[i]);
            account.AccessToken = PastedValue.Clean(account.AccessToken);
            if (account.SecretsFile is { Length: > 0 } secrets && Content(options, $"{section.Path}:SecretsFile", secrets) is { } lines)
                foreach (var line in lines.Split(['\r', '\n']).Select(PastedValue.Clean).Where(line => line.Length > 0))
                    account.Secrets.Add(line);
            if (account.AccessTokenFile is { Length: > 0 } token && Content(options, $"{section.Path}:AccessTokenFile", token) is { } text)
                account.AccessToken = PastedValue.Clean(text);
            if (
                account.VerifyTokenFile is { Length: > 0 } verify
                && Content(options, $"{section.Path}:VerifyTokenFile", verify) is { } word
            )
                account.VerifyToken = PastedValue.Clean(word);
            account.Waba = account.Waba?.Trim();
            options.Accounts.Add(account);
        }
    }

    private static string? Content(AccountsOptions options, string key, string path)
    {
        var (text, fault) = PastedValue.FromFile(path);
        if (fault is not null)
            options.Unreadable.Add($"{key}: {fault}");
        return text;
    }
}
