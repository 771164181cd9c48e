using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using OmoBroadcast.Webhooks;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>The whole service on a free port, on a Redis of its own and a database of either kind, with everything it logs.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string AccountId = "U8e742f61d673b39c7fff3cecb7536ef0";
    public const string Secret = "canary-secret-8c570fa6dd201bb3";
    public const string Token = "canary-token-9f2a";

    private readonly WebApplication app;
    private readonly string folder;
    private readonly RedisServer? own;
    private readonly LogKeeper logs;

    private House(WebApplication app, string folder, RedisServer? own, RedisServer redis, LogKeeper logs)
    {
        (this.app, this.folder, this.own, this.logs) = (app, folder, own, logs);
        Redis = redis;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static AccountKey Account => new(ChannelId.Line, AccountId);

    public RedisServer Redis { get; }

    public HttpClient Http { get; }

    public string Logs => string.Join('\n', logs.Lines);

    public Conversations Conversations => Get<Conversations>();

    public WebhookInbox Inbox => Get<WebhookInbox>();

    /// <param name="database">Empty for SQLite, else a connection string.</param>
    public static async Task<House> OpenAsync(
        string database = "",
        Uri? platform = null,
        RedisServer? redis = null,
        string environment = "Production",
        params (string Key, string Value)[] more
    )
    {
        var folder = Directory.CreateTempSubdirectory("omo-house-").FullName;
        if (database.Length == 0)
            await MigratedDatabase.InFolderAsync(Path.Combine(folder, "data"));
        var own = redis is null ? await RedisServer.StartAsync() : null;
        redis ??= own!;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder, EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Redis"] = redis.ConnectionString,
                ["Omo:Database"] = database,
                ["Omo:DataDir"] = Path.Combine(folder, "data"),
                ["Omo:Accounts:0:Channel"] = "line",
                ["Omo:Accounts:0:Id"] = AccountId,
                ["Omo:Accounts:0:Secrets:0"] = Secret,
                ["Omo:Accounts:0:AccessToken"] = Token,
                ["Omo:Accounts:0:BaseUrl"] = platform?.ToString() ?? "http://127.0.0.1:9",
            }
        );
        builder.Configuration.AddInMemoryCollection(more.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
        foreach (var add in KnownChannels.OnlyHere)
            add(builder.Services);
        var logs = new LogKeeper();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        var app = builder.Build();
        app.UseHouse();
        app.MapReception().MapTeams();
        await app.StartAsync();
        return new(app, folder, own, redis, logs);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>One event of LINE's, as JSON; what it is comes from <paramref name="fields"/>.</summary>
    public static string Event(string id, string user, string fields, DateTimeOffset? at = null) =>
        $$"""{"mode":"active","timestamp":{{(at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds()}},"source":{"type":"user","userId":"{{user}}"},"webhookEventId":"{{id}}","deliveryContext":{"isRedelivery":false},{{fields}} }""";

    public static string Text(string id, string user, string words, DateTimeOffset? at = null) =>
        Event(
            id,
            user,
            $$""" "type":"message","replyToken":"r{{id}}","message":{"id":"m{{id}}","type":"text","text":{{JsonSerializer.Serialize(words)}} } """,
            at
        );

    public static byte[] Body(params string[] events) =>
        Encoding.UTF8.GetBytes($$"""{"destination":"{{AccountId}}","events":[{{string.Join(',', events)}}]}""");

    public static string Sign(byte[] body, string secret = Secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public static string User(int number) => $"U{number:x32}";

    public static CustomerKey Customer(int number) => new(Account, User(number));

    public Task<int> PostAsync(params string[] events) => PostAsync(Body(events));

    public Task<int> PostAsync(byte[] body) => PostAsync(body, Sign(body));

    public async Task<int> PostAsync(byte[] body, string? signature, string route = "/webhooks/line", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = new ByteArrayContent(body) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Line-Signature", signature);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async Task<IReadOnlyList<string?>> WordsAsync(int user) =>
        [.. (await Conversations.TranscriptAsync(Customer(user), 200)).Select(line => line.Text)];

    /// <summary>Looks until it is so; a store that is away for the moment makes it not so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await HoldsAsync())
            await beat.WaitForNextTickAsync(patience.Token);

        async Task<bool> HoldsAsync()
        {
            try
            {
                return await holds();
            }
            catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException or System.Data.Common.DbException)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (own is not null)
            await own.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class LogKeeper : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

        public void Dispose() { }

        private sealed class Keeper(LogKeeper keeper, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => keeper.Lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
