using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>An account on a platform, as far as its customers and its webhooks go.</summary>
/// <param name="channel">The platform.</param>
/// <param name="id">The bot's user id, the Page, the Instagram account or the phone number's id.</param>
internal abstract class PlatformAccount(Channel channel, string id)
{
    public Channel Channel => channel;

    public string Id => id;

    public string Name { get; set; } = "旗艦店";

    /// <summary>The one good access token; null = any.</summary>
    public string? Token { get; set; }

    /// <summary>Signs webhooks.</summary>
    public string Secret { get; set; } = "";

    public Uri? Webhook { get; set; }

    /// <summary>Milliseconds after which an unanswered webhook is sent again; 0 = never by itself, as with LINE until it is switched
    /// on.</summary>
    public int RedeliverAfterMs { get; set; } = channel == Channel.Line ? 0 : 1_000;

    /// <summary>How long the platform waits for the answer to a webhook.</summary>
    public abstract TimeSpan Deadline { get; }

    /// <summary>Gives a webhook its headers and its signature.</summary>
    public abstract void Seal(HttpRequestMessage request, byte[] body);

    /// <summary>A body as the platform spells JSON.</summary>
    public abstract byte[] Spell(JsonNode body);

    /// <summary>The body as it looks when it comes again.</summary>
    public abstract byte[] Again(byte[] body);

    /// <summary>How long until a webhook is repeated that was not answered well; null = no more.</summary>
    /// <param name="attempt">Tries so far, from 1.</param>
    public abstract TimeSpan? Pause(int attempt);

    /// <summary>Hears what was answered to a webhook.</summary>
    /// <param name="status">0 without an answer.</param>
    /// <param name="now">Unix milliseconds.</param>
    public virtual void Heard(int status, long now) { }
}
