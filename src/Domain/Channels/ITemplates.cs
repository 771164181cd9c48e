using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>For a platform whose messages to people who have not written lately are made beforehand and approved by it.</summary>
public interface ITemplates
{
    ChannelId Id { get; }

    /// <summary>All templates of a scope, of every status, or why not. Throws only for cancellation.</summary>
    Task<TemplateListing> ListAsync(string scope, CancellationToken cancellationToken);
}

/// <summary>What became of asking for templates.</summary>
public abstract record TemplateListing
{
    private TemplateListing() { }

    public sealed record All(IReadOnlyList<MessageTemplate> Templates) : TemplateListing;

    /// <param name="RetryAfter">How long the platform wants to be left alone; null where it does not say.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter) : TemplateListing;
}
