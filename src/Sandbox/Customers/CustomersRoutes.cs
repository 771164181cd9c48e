using OmoBroadcast.Sandbox.Line;

namespace OmoBroadcast.Sandbox.Customers;

internal static class CustomersRoutes
{
    private static readonly string[] Greetings =
        ["你好，請問新品什麼時候上市？", "請問台北店還有貨嗎 🤨", "Hi, is the store open on Sunday?", "想預約週末試穿 🙏", "こんにちは、在庫はありますか？", "謝謝 ❤️"];

    public static WebApplicationBuilder AddCustomers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CustomerBook>().AddSingleton<EventWriter>().AddSingleton<WebhookSender>().AddSingleton<Crowd>();
        return builder;
    }

    public static WebApplication MapCustomers(this WebApplication app)
    {
        var line = app.MapGroup("/customers/line");
        line.MapPost("/", CreateAsync);
        line.MapGet("/", (Crowd crowd, string? destination, int? skip, int? take) => crowd.List(destination, skip ?? 0, take ?? 1_000));
        line.MapPost("/say", SayAsync);
        line.MapPost("/block", (BlockRequest who, Crowd crowd, CancellationToken cancel) => crowd.BlockAsync(who, blocked: true, cancel));
        line.MapPost("/unblock", (BlockRequest who, Crowd crowd, CancellationToken cancel) => crowd.BlockAsync(who, blocked: false, cancel));
        line.MapPost("/redeliver", async (WebhookSender sender, CancellationToken cancel) =>
        {
            var results = new WebhookResults();
            await sender.RedeliverAsync(results, cancel);
            return results.Report(0, 0);
        });
        return app;
    }

    private static async Task<IResult> CreateAsync(
        CustomersRequest wanted, LineAccounts accounts, CustomerBook book, Crowd crowd, CancellationToken cancel)
    {
        if (!LineId.TryParse(wanted.Destination, out _)) return Results.BadRequest(new { Message = "destination must be U and 32 hex digits" });
        var account = accounts.Declare(new AccountRequest(wanted.Destination, wanted.Token, wanted.Secret, wanted.WebhookUrl, null, wanted.RedeliverAfterMs));
        var customers = book.Create(account.Id, wanted.Count, wanted.Seed);
        var random = new Random(wanted.Seed);
        return Results.Ok(await crowd.WriteInAsync(account, customers, wanted, () => wanted.Text ?? Greetings[random.Next(Greetings.Length)], cancel));
    }

    private static async Task<IResult> SayAsync(SayRequest say, Crowd crowd, CancellationToken cancel) =>
        await crowd.SayAsync(say, cancel) is { } said ? Results.Ok(said) : Results.NotFound(new { Message = "no such customer, or no webhook address" });
}
