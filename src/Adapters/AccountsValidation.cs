using Microsoft.Extensions.Options;

namespace OmoBroadcast.Adapters;

/// <summary>Every fault of <c>Omo:Accounts</c> at once, each naming its key and none quoting a secret.</summary>
internal sealed class AccountsValidation(IReadOnlyCollection<string> channels) : IValidateOptions<AccountsOptions>
{
    public ValidateOptionsResult Validate(string? name, AccountsOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        foreach (var account in options.Accounts) faults.AddRange(Faults(account));
        foreach (var same in options.Accounts.Where(account => account.Id.Length > 0).GroupBy(account => account.Key).Where(group => group.Count() > 1))
            faults.Add($"{same.Last().Path}:Id '{same.Key.Id}' is already the Id of {same.First().Path}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(AccountOptions account)
    {
        var at = account.Path;
        if (account.Channel.Length == 0) yield return $"{at}:Channel is empty";
        else if (!channels.Contains(account.Channel)) yield return $"{at}:Channel '{account.Channel}' is none of {string.Join(", ", channels)}";

        if (account.Id.Length == 0) yield return $"{at}:Id is empty";
        else if (account.Id.Length > 100 || account.Id.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '/' or '{' or '}'))
            yield return $"{at}:Id is longer than 100 or holds a blank, '/', '{{' or '}}'";

        if (account.Secrets.Count == 0) yield return $"{at}:Secrets is empty";
        for (var i = 0; i < account.Secrets.Count; i++)
            if (string.IsNullOrWhiteSpace(account.Secrets[i])) yield return $"{at}:Secrets:{i} is empty";

        if (string.IsNullOrWhiteSpace(account.AccessToken)) yield return $"{at}:AccessToken is empty";
        else if (account.AccessToken.Any(letter => letter is <= ' ' or > '~')) yield return $"{at}:AccessToken holds a blank or a character that no HTTP header may hold";

        if (account.BaseUrl is { Length: > 0 } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp)))
            yield return $"{at}:BaseUrl is not an absolute http(s) address";

        if (account.SinglePerSecond is < 0) yield return $"{at}:SinglePerSecond is below 0";
        if (account.BatchPerSecond is < 0) yield return $"{at}:BatchPerSecond is below 0";
    }
}
