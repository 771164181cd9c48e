using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters;

/// <summary>Every fault of <c>Omo:Accounts</c> at once, each naming its key and none quoting a secret.</summary>
internal sealed class AccountsValidation(IEnumerable<ChannelTraits> channels) : IValidateOptions<AccountsOptions>
{
    private readonly Dictionary<string, ChannelTraits> channels = channels.ToDictionary(traits => traits.Id.Value);

    public ValidateOptionsResult Validate(string? name, AccountsOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        foreach (var account in options.Accounts)
            faults.AddRange(Faults(account));
        foreach (
            var same in options
                .Accounts.Where(account => account.Id.Length > 0)
                .GroupBy(account => account.Key)
                .Where(group => group.Count() > 1)
        )
            faults.Add($"{same.Last().Path}:Id '{same.Key.Id}' is already the Id of {same.First().Path}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(AccountOptions account) =>
        [.. OfNames(account), .. OfSecrets(account), .. OfAddress(account), .. OfChannel(account), .. OfNumbers(account)];

    private IEnumerable<string> OfNames(AccountOptions account)
    {
        var at = account.Path;
        if (account.Channel.Length == 0)
            yield return $"{at}:Channel is empty";
        else if (!channels.ContainsKey(account.Channel))
            yield return $"{at}:Channel '{account.Channel}' is none of {string.Join(", ", channels.Keys)}";

        if (account.Id.Length == 0)
            yield return $"{at}:Id is empty";
        else if (
            account.Id.Length > 100
            || account.Id.Any(letter =>
                char.IsWhiteSpace(letter) || PastedValue.HidesSomething(letter.ToString()) || letter is '/' or '{' or '}'
            )
        )
            yield return $"{at}:Id is longer than 100 or holds a blank, '/', '{{' or '}}'";
    }

    private static IEnumerable<string> OfSecrets(AccountOptions account)
    {
        var at = account.Path;
        if (account.Secrets.Count == 0)
            yield return $"{at}:Secrets is empty";
        for (var i = 0; i < account.Secrets.Count; i++)
            if (string.IsNullOrWhiteSpace(account.Secrets[i]))
                yield return $"{at}:Secrets:{i} is empty";
            else if (!IsPrintable(account.Secrets[i], ' '))
                yield return $"{at}:Secrets:{i} holds a character that no platform's secret has";

        if (string.IsNullOrWhiteSpace(account.AccessToken))
            yield return $"{at}:AccessToken is empty";
        else if (!IsPrintable(account.AccessToken, '!'))
            yield return $"{at}:AccessToken holds a blank or a character that no HTTP header may hold";
    }

    private static IEnumerable<string> OfAddress(AccountOptions account)
    {
        if (
            account.BaseUrl is { Length: > 0 } url
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp)
            )
        )
            yield return $"{account.Path}:BaseUrl is not an absolute http(s) address";
    }

    private IEnumerable<string> OfChannel(AccountOptions account)
    {
        if (channels.GetValueOrDefault(account.Channel) is not { } traits)
            yield break;
        foreach (var setting in traits.Settings)
            if (setting.Fault(account.Setting(setting.Key)) is { } fault)
                yield return $"{account.Path}:{setting.Key} {fault}";
        if (account.Handle is { Length: > 0 } handle && traits.Handle is { } rule && rule.Read(handle) is null)
            yield return $"{account.Path}:Handle is {rule.Fault}";
    }

    private static IEnumerable<string> OfNumbers(AccountOptions account)
    {
        var at = account.Path;
        if (account.Price is < 0)
            yield return $"{at}:Price is below 0";
        if (account.Price is not null && !(account.Currency?.Trim() is { Length: 3 } currency && currency.All(char.IsAsciiLetter)))
            yield return $"{at}:Currency is not a code such as TWD";
        if (account.SinglePerSecond is < 0)
            yield return $"{at}:SinglePerSecond is below 0";
        if (account.BatchPerSecond is < 0)
            yield return $"{at}:BatchPerSecond is below 0";
    }

    private static bool IsPrintable(string text, char first) => text.All(letter => letter >= first && letter <= '~');
}
