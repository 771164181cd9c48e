using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>Headers by name, in whatever case the dictionary that brings them minds.</summary>
internal static class RequestHeaders
{
    public static string? Find(WebhookRequest request, string name)
    {
        if (request.Headers.TryGetValue(name, out var found))
            return found;
        foreach (var header in request.Headers)
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
                return header.Value;
        return null;
    }
}
