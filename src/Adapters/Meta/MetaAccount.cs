using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using Refit;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>One page, Instagram account or number: what signs its webhooks and what calls its API.</summary>
/// <param name="options">As configured.</param>
/// <param name="platform">Where its API is, unless configured otherwise.</param>
/// <param name="node">What its API calls it.</param>
internal sealed class MetaAccount(AccountOptions options, Uri platform, string node) : IDisposable
{
    private const string DefaultVersion = "v25.0";
    private static readonly string[] OwnHosts = ["facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net"];
    private readonly HttpClient client = PlatformClient.Create(
        options.BaseUrl is { Length: > 0 } url ? new Uri(url.TrimEnd('/')) : platform
    );
    private readonly byte[] verifyToken = SHA256.HashData(Encoding.UTF8.GetBytes(options.Setting(MetaSettings.VerifyToken) ?? ""));
    private IGraphApi? api;

    public AccountKey Key { get; } = options.Key;

    public IReadOnlyList<string> Secrets { get; } = [.. options.Secrets];

    /// <summary>The business account a number belongs to; null on other channels.</summary>
    public string? Waba { get; } = options.ToAccount().TemplateScope;

    /// <summary>The app whose echoes are of what we sent.</summary>
    public string? AppId { get; } = options.Setting(MetaSettings.AppId);

    public string Node { get; } = node;

    public string Host => client.BaseAddress!.Host;

    public string Version { get; } = options.Setting(MetaSettings.ApiVersion) is { Length: > 0 } version ? version : DefaultVersion;

    public string Authorization { get; } = $"Bearer {options.AccessToken}";

    /// <summary><c>appsecret_proof</c>: the token signed with the app's (first) secret; null where it is not asked for.</summary>
    public string? Proof { get; } =
        options.Flag(MetaSettings.AppSecretProof) && options.Secrets.Count > 0
            ? Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secrets[0]), Encoding.UTF8.GetBytes(options.AccessToken))
            )
            : null;

    public IGraphApi Api => api ??= RestService.For<IGraphApi>(client);

    /// <summary>Whether our token may go to an address that the platform names: only to its own hosts, or to wherever its API is configured
    /// to be.</summary>
    public bool Trusts(Uri address) =>
        address.GetLeftPart(UriPartial.Authority) == client.BaseAddress!.GetLeftPart(UriPartial.Authority)
        || (
            address is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && OwnHosts.Any(host => address.Host == host || address.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>What lies at an address of the platform's, as it comes. Whoever gets it disposes of it.</summary>
    public async Task<HttpResponseMessage> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Authorization", Authorization } } };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the same time for every token of a length.</summary>
    public bool Expects(string token) =>
        CryptographicOperations.FixedTimeEquals(verifyToken, SHA256.HashData(Encoding.UTF8.GetBytes(token)))
        & !string.IsNullOrEmpty(options.Setting(MetaSettings.VerifyToken));

    public void Dispose() => client.Dispose();
}
