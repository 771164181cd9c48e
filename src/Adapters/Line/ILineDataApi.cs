using Refit;

namespace OmoBroadcast.Adapters.Line;

/// <summary>The calls for what customers sent, which LINE answers on a host of its own.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#domain-name"/>
internal interface ILineDataApi
{
    [Get("/v2/bot/message/{messageId}/content")]
    Task<HttpResponseMessage> ContentAsync(
        string messageId,
        [Header("Authorization")] string authorization,
        CancellationToken cancellationToken
    );

    [Get("/v2/bot/message/{messageId}/content/preview")]
    Task<HttpResponseMessage> PreviewAsync(
        string messageId,
        [Header("Authorization")] string authorization,
        CancellationToken cancellationToken
    );
}
