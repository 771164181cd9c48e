using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>One entry of <c>Omo:Accounts</c>, as configured.</summary>
public sealed class AccountOptions
{
    /// <summary>Where it stands in the configuration, such as <c>Omo:Accounts:0</c>; messages name it.</summary>
    public string Path { get; set; } = "";

    /// <summary>A name of the roster: <c>line</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary>What the platform's webhook calls the account: for LINE the bot's own user id, <c>destination</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What staff call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The channel secrets a webhook may be signed with; two while one replaces the other.</summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>A file of further secrets, one a line.</summary>
    public string? SecretsFile { get; set; }

    public string AccessToken { get; set; } = "";

    /// <summary>A file that holds the access token instead.</summary>
    public string? AccessTokenFile { get; set; }

    /// <summary>What the platform must show in its subscription handshake, where it has one.</summary>
    public string? VerifyToken { get; set; }

    /// <summary>The platform's address, for sandbox and tests; else the platform's own.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The WhatsApp business account a number belongs to.</summary>
    public string? Waba { get; set; }

    /// <summary>Requests a second to one recipient, lower than the platform's limit; 0 is no limit (measuring only).</summary>
    public int? SinglePerSecond { get; set; }

    /// <summary>The same for requests to several recipients.</summary>
    public int? BatchPerSecond { get; set; }

    public AccountKey Key => new(new ChannelId(Channel), Id);

    public Account ToAccount() => new(Key, Name.Length > 0 ? Name : Id, SinglePerSecond, BatchPerSecond);
}
