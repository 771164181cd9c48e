using Refit;

namespace OmoBroadcast.Teams.Connector;

/// <summary>The part of the Bot Framework's Connector REST API that we use; the base address is the serviceUrl. Ids are escaped by
/// Refit.</summary>
public interface IConnector
{
    [Post("/v3/conversations/{conversation}/activities")]
    Task<HttpResponseMessage> SendAsync(string conversation, [Body] HttpContent activity, CancellationToken cancellationToken);

    [Post("/v3/conversations/{conversation}/activities/{id}")]
    Task<HttpResponseMessage> ReplyAsync(string conversation, string id, [Body] HttpContent activity, CancellationToken cancellationToken);

    [Put("/v3/conversations/{conversation}/activities/{id}")]
    Task<HttpResponseMessage> UpdateAsync(string conversation, string id, [Body] HttpContent activity, CancellationToken cancellationToken);
}
