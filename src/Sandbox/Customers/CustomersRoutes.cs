using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

internal static class CustomersRoutes
{
    private static readonly string[] Greetings =
    [
        "你好，請問新品什麼時候上市？",
        "請問台北店還有貨嗎 🤨",
        "Hi, is the store open on Sunday?",
        "想預約週末試穿 🙏",
        "こんにちは、在庫はありますか？",
        "謝謝 ❤️",
    ];

    public static WebApplicationBuilder AddCustomers(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<CustomerBook>()
            .AddSingleton<Platforms>()
            .AddSingleton<Voices>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<Crowd>();
        return builder;
    }

    public static WebApplication MapCustomers(this WebApplication app)
    {
        foreach (var channel in Enum.GetValues<Channel>())
            Map(app.MapGroup($"/customers/{channel.Name()}"), channel);
        return app;
    }

    private static void Map(RouteGroupBuilder group, Channel channel)
    {
        group.MapPost("/", (CustomersRequest wanted, Platforms platforms, CustomerBook book, Crowd crowd, CancellationToken cancel) =>
            CreateAsync(channel, wanted, platforms, book, crowd, cancel)
        );
        group.MapGet("/", (Crowd crowd, string? destination, int? skip, int? take) =>
            crowd.List(channel, destination, skip ?? 0, take ?? 1_000)
        );
        group.MapPost("/say", async (SayRequest say, Crowd crowd, CancellationToken cancel) =>
            await crowd.SayAsync(channel, say, cancel) is { } said
                ? Results.Ok(said)
                : Results.NotFound(new { Message = "no such customer, or no webhook address" })
        );
        group.MapPost("/block", (BlockRequest who, Crowd crowd, CancellationToken cancel) =>
            crowd.BlockAsync(channel, who, blocked: true, cancel)
        );
        group.MapPost("/unblock", (BlockRequest who, Crowd crowd, CancellationToken cancel) =>
            crowd.BlockAsync(channel, who, blocked: false, cancel)
        );
        group.MapPost("/leave", (BlockRequest who, Crowd crowd) => crowd.Leave(channel, who, gone: true));
        group.MapPost("/return", (BlockRequest who, Crowd crowd) => crowd.Leave(channel, who, gone: false));
        group.MapPost("/redeliver", async (WebhookSender sender, CancellationToken cancel) =>
        {
            var results = new WebhookResults();
            await sender.RedeliverAsync(results, cancel);
            return results.Report(0, 0);
        });
    }

    private static async Task<IResult> CreateAsync(
        Channel channel,
        CustomersRequest wanted,
        Platforms platforms,
        CustomerBook book,
        Crowd crowd,
        CancellationToken cancel
    )
    {
        if (platforms.Declare(channel, wanted) is not { } account)
            return Results.BadRequest(new { Message = "destination must be U and 32 hex digits" });
        var customers = book.Create(account, wanted.Count, wanted.Seed, wanted.Hidden);
        var random = new Random(wanted.Seed);
        return Results.Ok(
            await crowd.WriteInAsync(account, customers, wanted, () => wanted.Text ?? Greetings[random.Next(Greetings.Length)], cancel)
        );
    }
}
