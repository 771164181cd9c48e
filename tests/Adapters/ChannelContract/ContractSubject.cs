using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>What a channel tells the contract about itself: its accounts, how its platform signs, and what its bodies look like.</summary>
public abstract class ContractSubject
{
    public const string FirstSecret = "the secret before rotation";
    public const string SecondSecret = "8c570fa6dd201bb328f1c1eac23a96d8";
    public const string OtherSecret = "the secret of another tenant";
    public const string AccessToken = "token-that-never-appears";

    public abstract ChannelId Channel { get; }

    /// <summary>Signs with <see cref="FirstSecret"/> or <see cref="SecondSecret"/>.</summary>
    public abstract string AccountId { get; }

    /// <summary>Signs with <see cref="OtherSecret"/>.</summary>
    public abstract string OtherAccountId { get; }

    public abstract string SignatureHeader { get; }

    /// <summary>What a good answer to a send looks like, and the id the adapter should find in it.</summary>
    public abstract (string Body, (string Name, string Value)[] Headers, string PlatformId) Good { get; }

    /// <summary>What the headers of <see cref="Good"/> say of the calls that are left.</summary>
    public virtual Usage? GoodUsage => null;

    /// <summary>How the platform says that we are too fast, how long to wait if it does not say, and how long at most if it does.</summary>
    public abstract (int Status, string Body, TimeSpan Usual, TimeSpan Most) TooFast { get; }

    /// <summary>The word of the subscription handshake; null where the platform has none.</summary>
    public virtual string? VerifyToken => null;

    /// <summary>The channel with both accounts configured, sending to <paramref name="platform"/>.</summary>
    public abstract IChannel Create(Uri platform, TimeProvider time);

    public abstract string Sign(ReadOnlySpan<byte> body, string secret);

    public abstract string Recipient(int number);

    /// <summary>A webhook body of text messages.</summary>
    public abstract byte[] Messages(string account, IReadOnlyList<(string EventId, string UserId, string Text)> messages);

    /// <summary>A webhook body of events of kinds that nobody has heard of, in between ordinary ones.</summary>
    public abstract byte[] Strange(string account, int count);

    public static WebhookRequest Handshake(string mode, string token, string challenge) =>
        new(
            "GET",
            new Dictionary<string, string>(),
            new Dictionary<string, string>
            {
                ["hub.mode"] = mode,
                ["hub.verify_token"] = token,
                ["hub.challenge"] = challenge,
            },
            ReadOnlyMemory<byte>.Empty
        );

    public AccountKey Account => new(Channel, AccountId);

    public WebhookRequest Post(byte[] body, string? signature)
    {
        var headers = new Dictionary<string, string>();
        if (signature is not null)
            headers[SignatureHeader] = signature;
        return new WebhookRequest("POST", headers, new Dictionary<string, string>(), body);
    }

    public WebhookRequest Request(byte[] body, string secret = SecondSecret) => Post(body, Sign(body, secret));
}
