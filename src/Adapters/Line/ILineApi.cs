using Refit;

namespace OmoBroadcast.Adapters.Line;

/// <summary>The calls of the LINE Messaging API that we make. Answers come back whole: status, headers and body all carry
/// meaning.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#domain-name"/>
internal interface ILineApi
{
    [Post("/v2/bot/message/push")]
    Task<HttpResponseMessage> PushAsync(
        [Body] HttpContent body,
        [Header("Authorization")] string authorization,
        [Header("X-Line-Retry-Key")] string retryKey,
        CancellationToken cancellationToken
    );

    [Post("/v2/bot/message/multicast")]
    Task<HttpResponseMessage> MulticastAsync(
        [Body] HttpContent body,
        [Header("Authorization")] string authorization,
        [Header("X-Line-Retry-Key")] string retryKey,
        CancellationToken cancellationToken
    );

    [Get("/v2/bot/profile/{userId}")]
    Task<HttpResponseMessage> ProfileAsync(
        string userId,
        [Header("Authorization")] string authorization,
        CancellationToken cancellationToken
    );

    [Get("/v2/bot/message/quota")]
    Task<HttpResponseMessage> QuotaAsync([Header("Authorization")] string authorization, CancellationToken cancellationToken);

    [Get("/v2/bot/message/quota/consumption")]
    Task<HttpResponseMessage> ConsumptionAsync([Header("Authorization")] string authorization, CancellationToken cancellationToken);
}
