using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Scene;

/// <summary>Settings of the service for a benchmark, as environment variables.</summary>
internal sealed class Settings
{
    public const string Store = "bench";

    private readonly Dictionary<string, string> all = new() { ["DOTNET_NOLOGO"] = "1" };
    private int accounts,
        staff;

    /// <summary>A connection string, or null for the embedded engine.</summary>
    public Settings Redis(string? connection) => Set("Omo__Redis", connection ?? "");

    /// <summary>A connection string, or null for a SQLite file in the data folder.</summary>
    public Settings Database(string? connection) => Set("Omo__Database", connection ?? "");

    public Settings DataDir(string folder) => Set("Omo__DataDir", folder);

    public Settings Role(string role) => Set("Omo__Role", role);

    public Settings InFlight(int? most) => most is { } some ? Set("Omo__MaxInFlight", $"{some}") : this;

    /// <param name="perSecond">0 lifts the limits.</param>
    public Settings Account(LineAccountSeed account, string baseUrl, int perSecond)
    {
        var key = $"Omo__Accounts__{accounts++}__";
        return Set($"{key}Channel", "line")
            .Set($"{key}Id", account.Destination)
            .Set($"{key}Name", "bench")
            .Set($"{key}Secrets__0", account.Secret)
            .Set($"{key}AccessToken", account.Token)
            .Set($"{key}BaseUrl", baseUrl)
            .Set($"{key}SinglePerSecond", $"{perSecond}")
            .Set($"{key}BatchPerSecond", $"{perSecond}");
    }

    /// <param name="perSecond">0 lifts the limits.</param>
    public Settings Account(MetaAccountSeed account, string baseUrl, int perSecond)
    {
        var key = $"Omo__Accounts__{accounts++}__";
        return Set($"{key}Channel", account.Channel)
            .Set($"{key}Id", account.Id)
            .Set($"{key}Name", "bench")
            .Set($"{key}Secrets__0", MetaAccountSeed.Secret)
            .Set($"{key}AccessToken", MetaAccountSeed.Token)
            .Set($"{key}VerifyToken", MetaAccountSeed.VerifyToken)
            .Set($"{key}AppId", MetaAccountSeed.AppId)
            .Set($"{key}Waba", MetaAccountSeed.Waba)
            .Set($"{key}BaseUrl", $"{baseUrl}/")
            .Set($"{key}SinglePerSecond", $"{perSecond}");
    }

    public Settings Staff(string id)
    {
        var key = $"Omo__Staff__{staff++}__";
        return Set($"{key}Id", id).Set($"{key}Name", "bench").Set($"{key}Role", "salesperson").Set($"{key}Store", Store);
    }

    /// <summary>The bot, and the stand-in for the channel's issuer and connector.</summary>
    public Settings Teams(string appId, string tenant, string issuer) =>
        Set("Omo__Teams__AppId", appId)
            .Set("Omo__Teams__TenantId", tenant)
            .Set("Omo__Teams__ClientSecret", "bench")
            .Set("Omo__Teams__MetadataAddress", $"{issuer}/.well-known/openidconfiguration")
            .Set("Omo__Teams__Authority", issuer);

    public Dictionary<string, string> All() => new(all);

    private Settings Set(string key, string value)
    {
        all[key] = value;
        return this;
    }
}
