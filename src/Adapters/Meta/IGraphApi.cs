using Refit;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The calls of Meta's Graph API that we make. Answers come back whole: status, headers and body all carry meaning. The token
/// travels in the header only.</summary>
internal interface IGraphApi
{
    [Post("/{version}/{node}/messages")]
    Task<HttpResponseMessage> SendAsync(
        string version,
        string node,
        [Body] HttpContent body,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );

    [Post("/{version}/{node}/{edge}")]
    Task<HttpResponseMessage> UploadAsync(
        string version,
        string node,
        string edge,
        [Body] HttpContent body,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );

    [Get("/{version}/{node}")]
    Task<HttpResponseMessage> FindAsync(
        string version,
        string node,
        string fields,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );

    [Get("/{version}/{node}")]
    Task<HttpResponseMessage> MediaAsync(
        string version,
        string node,
        [AliasAs("phone_number_id")] string number,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );

    [Get("/{version}/{node}/message_templates")]
    Task<HttpResponseMessage> TemplatesAsync(
        string version,
        string node,
        string fields,
        int limit,
        string? after,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );
}
