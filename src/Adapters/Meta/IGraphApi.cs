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

    /// <param name="path">The node and its edge.</param>
    [Post("/{version}/{**path}")]
    Task<HttpResponseMessage> UploadAsync(
        string version,
        string path,
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
        [Query] TemplatePage page,
        [Header("Authorization")] string authorization,
        [AliasAs("appsecret_proof")] string? proof,
        CancellationToken cancellationToken
    );
}

/// <summary>A page of a business account's templates.</summary>
/// <param name="Fields">What is told of each, with commas between.</param>
/// <param name="Limit">How many.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
internal sealed record TemplatePage(
    [property: AliasAs("fields")] string Fields,
    [property: AliasAs("limit")] int Limit,
    [property: AliasAs("after")] string? After
);
