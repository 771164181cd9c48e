using System.Text;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>One loft: what signs its webhooks and what calls its API.</summary>
internal sealed class PigeonAccount(AccountOptions options) : IDisposable
{
    private static readonly Uri Platform = new("https://api.pigeon.example");
    private readonly HttpClient client = PlatformClient.Create(options.BaseUrl is { Length: > 0 } url ? new Uri(url) : Platform);

    public AccountKey Key { get; } = options.Key;

    public IReadOnlyList<byte[]> Secrets { get; } = [.. options.Secrets.Select(Encoding.UTF8.GetBytes)];

    public string Ring { get; } = options.Setting(PigeonTraits.Ring) ?? "";

    /// <param name="key">A letter that comes again under it is not carried again.</param>
    public async Task<HttpResponseMessage> PostAsync(HttpContent letter, Guid key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, client.BaseAddress!.ToString().TrimEnd('/') + "/letters")
        {
            Content = letter,
            Headers = { { "Authorization", $"Bearer {options.AccessToken}" }, { "Idempotency-Key", key.ToString("D") } },
        };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose() => client.Dispose();
}

/// <summary>The lofts of this installation.</summary>
internal sealed class PigeonAccounts(IOptions<AccountsOptions> options) : IDisposable
{
    private readonly Dictionary<string, PigeonAccount> accounts = options
        .Value.Accounts.Where(account => account.Channel == PigeonTraits.Id.Value)
        .ToDictionary(account => account.Id, account => new PigeonAccount(account), StringComparer.Ordinal);

    public IReadOnlyCollection<PigeonAccount> All => accounts.Values;

    public PigeonAccount? Find(string id) => accounts.GetValueOrDefault(id);

    public PigeonAccount? Find(AccountKey key) => key.Channel == PigeonTraits.Id ? Find(key.Id) : null;

    public void Dispose()
    {
        foreach (var account in accounts.Values)
            account.Dispose();
    }
}
