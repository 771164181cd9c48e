using System.Text;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using Refit;

namespace OmoBroadcast.Adapters.Line;

/// <summary>One official account: what signs its webhooks and what calls its API.</summary>
internal sealed class LineAccount(AccountOptions options) : IDisposable
{
    private static readonly Uri Platform = new("https://api.line.me");
    private static readonly Uri DataPlatform = new("https://api-data.line.me");
    private readonly HttpClient client = PlatformClient.Create(
        options.BaseUrl is { Length: > 0 } url ? new Uri(url.TrimEnd('/')) : Platform
    );
    private readonly HttpClient dataClient = PlatformClient.Create(
        options.BaseUrl is { Length: > 0 } same ? new Uri(same.TrimEnd('/')) : DataPlatform
    );
    private ILineApi? api;
    private ILineDataApi? data;

    public AccountKey Key { get; } = options.Key;

    /// <summary>The secrets as HMAC keys: the bytes of their text, not of the number it spells.</summary>
    public IReadOnlyList<byte[]> Secrets { get; } = [.. options.Secrets.Select(Encoding.UTF8.GetBytes)];

    public string Authorization { get; } = $"Bearer {options.AccessToken}";

    public ILineApi Api => api ??= RestService.For<ILineApi>(client);

    public ILineDataApi Data => data ??= RestService.For<ILineDataApi>(dataClient);

    public void Dispose()
    {
        client.Dispose();
        dataClient.Dispose();
    }
}
