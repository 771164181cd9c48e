using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The subscription handshake: who knows a verify token of ours gets its challenge back.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started"/>
internal static class MetaChallenge
{
    private const int Longest = 200;

    public static WebhookReading Read(WebhookRequest request, IReadOnlyCollection<MetaAccount> accounts)
    {
        var token = Find(request, "hub.verify_token") ?? "";
        var known = false;
        foreach (var account in accounts)
            known |= account.Expects(token);
        if (!known || Find(request, "hub.mode") != "subscribe")
            return new WebhookReading.Refused(403, "not our verify token");

        // The challenge is shown as it came, so that it must not be able to be anything but a word.
        return
            Find(request, "hub.challenge") is { Length: > 0 and <= Longest } challenge
            && challenge.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            ? new WebhookReading.Challenge(challenge)
            : new WebhookReading.Refused(403, "not a challenge");
    }

    private static string? Find(WebhookRequest request, string name) => request.Query.TryGetValue(name, out var found) ? found : null;
}
