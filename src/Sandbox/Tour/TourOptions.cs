using OmoBroadcast.Sandbox.Teams;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Where the tour goes, and as whom.</summary>
internal sealed record TourOptions
{
    public required Uri Service { get; init; }

    public required Uri Sandbox { get; init; }

    /// <summary>The official account, if the sandbox does not know one already.</summary>
    public required string Destination { get; init; }

    public required string Secret { get; init; }

    public required string Token { get; init; }

    public required TeamsPerson Salesperson { get; init; }

    public required int Customers { get; init; }

    /// <summary>The bot's app id; with it, activities carry a token of the sandbox's issuer.</summary>
    public string? AppId { get; init; }

    /// <summary>Nothing to try next is told.</summary>
    public bool Exit { get; init; }

    public static TourOptions Read(string[] args)
    {
        var exit = args.Contains("--exit");
        var given = new ConfigurationBuilder().AddCommandLine([.. args.Where(a => a != "--exit")]).Build();
        return new TourOptions
        {
            Service = Address("service", "http://127.0.0.1:5080"),
            Sandbox = Address("sandbox", "http://127.0.0.1:5090"),
            Destination = given["destination"] ?? "U0123456789abcdef0123456789abcdef",
            Secret = given["secret"] ?? "5a4db0c0ffee5a4db0c0ffee5a4db0c0",
            Token = given["token"] ?? "sandbox-channel-access-token",
            Salesperson = new TeamsPerson(given["staff"] ?? "11111111-1111-4111-8111-111111111111", given["name"] ?? "王小明").Complete(),
            Customers = given.GetValue("customers", 300),
            AppId = given["app-id"],
            Exit = exit,
        };

        Uri Address(string name, string otherwise) => new($"{(given[name] ?? otherwise).TrimEnd('/')}/");
    }
}
