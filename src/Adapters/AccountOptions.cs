using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>One entry of <c>Omo:Accounts</c>, as configured.</summary>
public sealed class AccountOptions
{
    /// <summary>Where it stands in the configuration, such as <c>Omo:Accounts:0</c>; messages name it.</summary>
    public string Path { get; set; } = "";

    /// <summary>A name of the roster: <c>line</c>, <c>messenger</c>, <c>instagram</c> or <c>whatsapp</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary>
    /// What the platform's webhook calls the account: for LINE the bot's own user id, <c>destination</c>; for Messenger and Instagram the
    /// entry's id; for WhatsApp <c>phone_number_id</c>.
    /// </summary>
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

    /// <summary>A file that holds the verify token instead.</summary>
    public string? VerifyTokenFile { get; set; }

    /// <summary>Meta: the app whose echoes are of what we sent.</summary>
    public string? AppId { get; set; }

    /// <summary>Meta: the version of the Graph API, such as <c>v25.0</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Meta: prove with every call that we know the app's (first) secret, as apps can demand.</summary>
    public bool AppSecretProof { get; set; }

    /// <summary>Instagram: the linked page that calls are made to; without it, whoever the token is of.</summary>
    public string? PageId { get; set; }

    /// <summary>Instagram: the token is one of Instagram's own login, which has a host of its own.</summary>
    public bool InstagramLogin { get; set; }

    /// <summary>The platform's address, for sandbox and tests; else the platform's own.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The WhatsApp business account a number belongs to.</summary>
    public string? Waba { get; set; }

    /// <summary>What customers find the account by: a LINE id such as <c>@shop</c>, a WhatsApp number in international digits.</summary>
    public string? Handle { get; set; }

    /// <summary>Requests a second to one recipient, lower than the platform's limit; 0 is no limit (measuring only).</summary>
    public int? SinglePerSecond { get; set; }

    /// <summary>The same for requests to several recipients.</summary>
    public int? BatchPerSecond { get; set; }

    /// <summary>What one recipient costs, for the preview; unset says nothing.</summary>
    public decimal? Price { get; set; }

    /// <summary>ISO 4217, such as <c>TWD</c>.</summary>
    public string? Currency { get; set; }

    public AccountKey Key => new(new ChannelId(Channel), Id);

    public Account ToAccount() =>
        new(
            Key,
            Name.Length > 0 ? Name : Id,
            SinglePerSecond,
            BatchPerSecond,
            Waba is { Length: > 0 } waba ? waba : null,
            Handle is { Length: > 0 } handle ? AccountHandle.Read(Channel, handle) : null
        )
        {
            Price = Price is { } price && Currency is { Length: > 0 } currency ? new(price, currency.Trim().ToUpperInvariant()) : null,
        };
}
