using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters;

/// <summary>One entry of <c>Omo:Accounts</c>, as configured.</summary>
public sealed class AccountOptions
{
    /// <summary>Where it stands in the configuration, such as <c>Omo:Accounts:0</c>; messages name it.</summary>
    public string Path { get; set; } = "";

    /// <summary>A name of the roster, in lower case.</summary>
    public string Channel { get; set; } = "";

    /// <summary>What the platform's webhook calls the account.</summary>
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

    /// <summary>The platform's address, for sandbox and tests; else the platform's own.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>What customers find the account by, such as an id or a number.</summary>
    public string? Handle { get; set; }

    /// <summary>Requests a second to one recipient, lower than the platform's limit; 0 is no limit (measuring only).</summary>
    public int? SinglePerSecond { get; set; }

    /// <summary>The same for requests to several recipients.</summary>
    public int? BatchPerSecond { get; set; }

    /// <summary>What one recipient costs, for the preview; unset says nothing.</summary>
    public decimal? Price { get; set; }

    /// <summary>ISO 4217, such as <c>TWD</c>.</summary>
    public string? Currency { get; set; }

    /// <summary>What only accounts of its channel have, by key (<see cref="ChannelTraits.Settings"/>).</summary>
    internal Dictionary<string, string> Own { get; } = new(StringComparer.Ordinal);

    public AccountKey Key => new(new ChannelId(Channel), Id);

    /// <summary>A setting of its channel's own; null where it is not set.</summary>
    public string? Setting(string key) => Own.GetValueOrDefault(key);

    /// <summary>The same of one that says yes or no.</summary>
    public bool Flag(string key) => bool.TryParse(Setting(key), out var on) && on;

    public Account ToAccount()
    {
        var traits = ChannelCatalog.Of(new(Channel));
        return new(
            Key,
            Name.Length > 0 ? Name : Id,
            SinglePerSecond,
            BatchPerSecond,
            traits.TemplateScope is { } scope && Setting(scope) is { Length: > 0 } whose ? whose : null,
            Handle is not { Length: > 0 } handle ? null
                : traits.Handle is { } rule ? rule.Read(handle)
                : handle.Trim()
        )
        {
            Price = Price is { } price && Currency is { Length: > 0 } currency ? new(price, currency.Trim().ToUpperInvariant()) : null,
        };
    }
}
