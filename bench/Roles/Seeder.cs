using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Bench.Roles;

/// <summary>Puts customers into Redis by the store's own hand: each writes in, is taken over by a member of staff, and has a
/// name.</summary>
internal sealed class Seeder : IRole
{
    private const int EventsAtOnce = 250,
        MovesAtOnce = 500;

    private readonly ServiceProvider services;
    private readonly IReadOnlyList<IHostedService> running;

    private Seeder(ServiceProvider services, IReadOnlyList<IHostedService> running) => (this.services, this.running) = (services, running);

    /// <param name="args">Redis connection string.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddSingleton(new StorageOptions { Redis = args[0] })
            .AddPresent()
            .BuildServiceProvider();
        IHostedService[] running = [.. services.GetServices<IHostedService>()];
        foreach (var one in running)
            await one.StartAsync(CancellationToken.None);
        return new Seeder(services, running);
    }

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        var account = AccountKey.Parse(how.GetProperty("account").GetString()!);
        switch (what)
        {
            case "enter":
                var ago = TimeSpan.FromHours(how.GetProperty("hoursAgo").GetDouble());
                // By the clock of then: what has just changed is looked at again before each call.
                var then = new Conversations(services.GetRequiredService<RedisConnection>(), new Past(ago), SuppressionWords.Default);
                await EnterAsync(
                    then,
                    account,
                    how.GetProperty("first").GetInt32(),
                    how.GetProperty("count").GetInt32(),
                    how.GetProperty("staff").GetString()!,
                    TimeProvider.System.GetUtcNow() - ago,
                    how.TryGetProperty("messages", out var messages) ? messages.GetInt32() : 1,
                    cancellationToken
                );
                return await services
                    .GetRequiredService<Conversations>()
                    .CountMineAsync(account, how.GetProperty("staff").GetString()!, cancellationToken);
            case "wait":
                await WriteInAsync(
                    services.GetRequiredService<Conversations>(),
                    account,
                    how.GetProperty("first").GetInt32(),
                    how.GetProperty("count").GetInt32(),
                    cancellationToken
                );
                goto case "pending";
            case "pending":
                return await services.GetRequiredService<Conversations>().CountPendingAsync(account, cancellationToken);
            default:
                throw new ArgumentException(what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in running)
            await one.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }

    private static async Task EnterAsync(
        Conversations conversations,
        AccountKey account,
        int first,
        int count,
        string staff,
        DateTimeOffset at,
        int messages,
        CancellationToken cancellationToken
    )
    {
        foreach (var numbers in Enumerable.Range(first, count).Chunk(MovesAtOnce * 4))
        {
            for (var message = 0; message < messages; message++)
            {
                var written = at.AddMinutes(message + 1 - messages);
                await Task.WhenAll(
                    numbers
                        .Chunk(EventsAtOnce)
                        .Select(some =>
                            conversations.ApplyAsync(
                                [.. some.Select(number => Written(account, number, written, message))],
                                suppressionsPending: false,
                                cancellationToken
                            )
                        )
                );
            }

            foreach (var some in numbers.Chunk(MovesAtOnce))
            {
                await Task.WhenAll(some.Select(number => conversations.TakeAsync(Key(account, number), staff, at)));
                await Task.WhenAll(
                    some.Select(number => conversations.SetProfileAsync(Key(account, number), new Profile(People.Name(number), "zh-TW")))
                );
            }
        }
    }

    /// <summary>They write, have a name, and nobody has taken them over.</summary>
    private static async Task WriteInAsync(
        Conversations conversations,
        AccountKey account,
        int first,
        int count,
        CancellationToken cancellationToken
    )
    {
        foreach (var numbers in Enumerable.Range(first, count).Chunk(MovesAtOnce))
        {
            await Task.WhenAll(
                numbers
                    .Chunk(EventsAtOnce)
                    .Select(some =>
                        conversations.ApplyAsync(
                            [.. some.Select(number => Written(account, number, TimeProvider.System.GetUtcNow()))],
                            suppressionsPending: false,
                            cancellationToken
                        )
                    )
            );
            await Task.WhenAll(
                numbers.Select(number => conversations.SetProfileAsync(Key(account, number), new Profile(People.Name(number), "zh-TW")))
            );
        }
    }

    private static CustomerKey Key(AccountKey account, int number) => new(account, People.Id(account.Channel, number));

    private static InboundEvent Written(AccountKey account, int number, DateTimeOffset at, int message = 0) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"01H{message:D3}{number:D20}"),
            account,
            People.Id(account.Channel, number),
            at,
            Standby: false,
            new InboundBody.Message(
                string.Create(CultureInfo.InvariantCulture, $"m{number}.{message}"),
                MessageKind.Text,
                "請問新品什麼時候上市？",
                "token"
            ),
            Raw: null
        );

    private sealed class Past(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - ago;
    }
}
