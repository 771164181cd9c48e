using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Playing;

/// <summary>The platforms, who post signed webhooks to the whole service.</summary>
internal sealed class WebhookFace(TestHouse house, RedisServer redis, bool ownsRedis) : Face(house)
{
    public RedisServer Redis => redis;

    public Conversations Conversations => Get<Conversations>();

    public WebhookInbox Inbox => Get<WebhookInbox>();

    /// <param name="database">Empty for SQLite, else a connection string.</param>
    /// <param name="redis">One that outlives the house; else it has one of its own.</param>
    public static async Task<WebhookFace> OpenAsync(
        string database = "",
        Uri? platform = null,
        RedisServer? redis = null,
        string environment = "Production",
        params IReadOnlyList<(string Key, string Value)> more
    )
    {
        var own = redis is null ? await RedisServer.StartAsync() : null;
        try
        {
            var house = await TestHouse.OpenAsync(
                new()
                {
                    Redis = (redis ?? own!).ConnectionString,
                    Database = database,
                    Environment = environment,
                    Settings = [.. TestAccounts.LineSettings(platform), .. more],
                }
            );
            return new(house, redis ?? own!, ownsRedis: own is not null);
        }
        catch when (own is not null)
        {
            await own.DisposeAsync();
            throw;
        }
    }

    public Task<int> PostAsync(params string[] events) => PostAsync(LineJson.Body(events));

    public Task<int> PostAsync(byte[] body) => PostAsync(body, LineJson.Sign(body));

    public async Task<int> PostAsync(byte[] body, string? signature, string route = "/webhooks/line", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = new ByteArrayContent(body) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Line-Signature", signature);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>One item of Messenger or Instagram.</summary>
    public Task<int> PageAsync(AccountKey account, string user, string member, bool standby = false, DateTimeOffset? at = null) =>
        PostMetaAsync(account.Channel.Value, MetaJson.Page(account, user, member, standby, at));

    /// <summary>One change of a field of WhatsApp's; <c>STAMP</c> stands for now.</summary>
    public Task<int> WhatsAppAsync(string field, string members) => PostMetaAsync("whatsapp", MetaJson.WhatsApp(field, members));

    public Task<int> PostMetaAsync(string channel, byte[] body) => PostMetaAsync(channel, body, [MetaJson.Sign(body)]);

    /// <summary>With these signatures, be they right or not.</summary>
    public async Task<int> PostMetaAsync(string channel, byte[] body, string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{channel}") { Content = new ByteArrayContent(body) };
        foreach (var signature in signatures)
            request.Headers.TryAddWithoutValidation(MetaJson.Signature, signature);
        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async Task<IReadOnlyList<string?>> WordsAsync(int user) =>
        [.. (await Conversations.TranscriptAsync(LineJson.Customer(user), 200)).Select(line => line.Text)];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (ownsRedis)
            await redis.DisposeAsync();
    }
}
