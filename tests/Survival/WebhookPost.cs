using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Bodies at one channel's webhook, signed as its platform signs them, or wrongly.</summary>
internal sealed class WebhookPost(Installation house, string channel) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Channel => channel;

    /// <summary>The account's id as its platform's webhooks name it.</summary>
    public string Account => channel == "line" ? house.Account.Destination : house.Metas.Single(account => account.Channel == channel).Id;

    /// <summary>With the account's own secret, or another.</summary>
    public string Sign(ReadOnlySpan<byte> body, string? secret = null)
    {
        var hash = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret ?? (channel == "line" ? house.Account.Secret : MetaAccountSeed.Secret)),
            body
        );
        return channel == "line" ? Convert.ToBase64String(hash) : "sha256=" + Convert.ToHexStringLower(hash);
    }

    /// <summary>Posts it with the account's own signature; the status.</summary>
    public Task<int> PostAsync(byte[] body) => PostAsync(body, Sign(body));

    /// <summary>Posts it with these signature headers, if any; the status, or 0 when the service hung up instead of reading on.</summary>
    public async Task<int> PostAsync(byte[] body, params string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, house.WebhookOf(channel)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        foreach (var signature in signatures)
            request.Headers.TryAddWithoutValidation(channel == "line" ? "x-line-signature" : "X-Hub-Signature-256", signature);
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public void Dispose() => http.Dispose();
}
