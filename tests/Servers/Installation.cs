using System.Globalization;
using Npgsql;

namespace OmoBroadcast.Tests.Servers;

/// <summary>
/// Everything that one trial needs, on real processes and sockets: the platforms, the engines, an account, a store with one salesperson,
/// and as many nodes as it starts.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    /// <summary>A stop in order lets calls in flight end first, which may take 25 s.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(30);

    private static int count;

    private readonly TempFolder folder = new();
    private readonly List<ServiceProcess> nodes = [];
    private readonly Dictionary<string, string> settings;
    private Dictionary<string, string> before = [];

    private Installation(
        SandboxProcess sandbox,
        RedisServer? redis,
        string? database,
        IReadOnlyDictionary<string, string>? more,
        bool secure
    )
    {
        var number = Interlocked.Increment(ref count);
        (Sandbox, Redis, Database) = (sandbox, redis, database);
        Account = LineAccountSeed.Number(number);
        Front = NewAddress();
        var seller = string.Create(CultureInfo.InvariantCulture, $"{number:x8}-1111-4111-8111-111111111111");
        Seller = new Salesperson(() => Front, sandbox, seller, secure);
        var platforms = secure ? sandbox.Secure : sandbox.Address;
        settings = new Dictionary<string, string>
        {
            ["Omo__DataDir"] = folder.Path,
            // Longer than any call of a trial takes, and no longer than it must be waited for.
            ["Omo__Leases__Begun"] = "00:00:12",
            ["Omo__Leases__Echo"] = "00:00:12",
            ["Omo__Redis"] = redis?.ConnectionString ?? "",
            ["Omo__Database"] = database ?? "",
            ["Omo__Accounts__0__Channel"] = "line",
            ["Omo__Accounts__0__Id"] = Account.Destination,
            ["Omo__Accounts__0__Name"] = "Sandbox",
            ["Omo__Accounts__0__Secrets__0"] = Account.Secret,
            ["Omo__Accounts__0__AccessToken"] = Account.Token,
            ["Omo__Accounts__0__BaseUrl"] = $"{platforms}line",
            ["Omo__Teams__AppId"] = TeamsAppSeed.AppId,
            ["Omo__Teams__TenantId"] = TeamsAppSeed.TenantId,
            ["Omo__Teams__ClientSecret"] = TeamsAppSeed.ClientSecret,
            ["Omo__Teams__MetadataAddress"] = $"{platforms}teams/.well-known/openidconfiguration",
            ["Omo__Teams__Authority"] = sandbox.Secure.ToString(),
            // Of all certificates only the sandbox's is believed.
            ["SSL_CERT_FILE"] = sandbox.Certificate,
            ["SSL_CERT_DIR"] = folder.Path,
            ["Omo__Staff__0__Id"] = seller,
            ["Omo__Staff__0__Name"] = "王小明",
            ["Omo__Staff__0__Role"] = "salesperson",
            ["Omo__Staff__0__Store"] = "taipei",
        };
        for (var i = 0; i < Metas.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Omo__Accounts__{i + 1}__");
            settings[at + "Channel"] = Metas[i].Channel;
            settings[at + "Id"] = Metas[i].Id;
            settings[at + "Secrets__0"] = MetaAccountSeed.Secret;
            settings[at + "AccessToken"] = MetaAccountSeed.Token;
            settings[at + "VerifyToken"] = MetaAccountSeed.VerifyToken;
            settings[at + "AppId"] = MetaAccountSeed.AppId;
            settings[at + "BaseUrl"] = $"{platforms}{Metas[i].Channel}/";
            if (Metas[i].Channel == "whatsapp")
                settings[at + "Waba"] = MetaAccountSeed.Waba;
        }
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
            settings[key] = value;
    }

    public SandboxProcess Sandbox { get; }

    /// <summary>Null on the embedded engines.</summary>
    public RedisServer? Redis { get; }

    /// <summary>Null on the embedded engines.</summary>
    public string? Database { get; private set; }

    public LineAccountSeed Account { get; }

    /// <summary>The accounts after LINE's, one of each of Meta's platforms.</summary>
    public IReadOnlyList<MetaAccountSeed> Metas { get; } = MetaAccountSeed.All;

    public Salesperson Seller { get; }

    /// <summary>The node that webhooks and Teams come to.</summary>
    public Uri Front { get; set; }

    public Uri Webhook => WebhookOf("line");

    public Uri WebhookOf(string channel) => new(Front, $"webhooks/{channel}");

    /// <summary>The end of what each process printed, for the message of a failure.</summary>
    public string Output => string.Join('\n', nodes.Where(node => !node.IsDisposed).Select(node => node.Output));

    /// <summary>What PostgreSQL holds of requests and what its sessions wait for, for the message of a failure.</summary>
    public async Task<string> LedgerAsync()
    {
        if (Database is null)
            return "";
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select concat_ws(' ', account, 'state', state, 'count', count(*), 'lease',
                min(lease_until) - (extract(epoch from now()) * 1000)::bigint)
            from queue group by account, state
            union all
            select concat_ws(' ', pid, state, now() - xact_start, wait_event_type, wait_event, pg_blocking_pids(pid)::text, left(query, 80))
            from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
            """,
            connection
        );
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>Opens it without a node yet. Skips the test where the machine lacks an engine.</summary>
    /// <param name="engines">What the nodes stand on.</param>
    /// <param name="settings">More configuration, by environment name.</param>
    /// <param name="secure">The platforms are called over https.</param>
    /// <param name="keepAliveSeconds">How long the platforms keep a connection that nothing comes on; null: as chance has it.</param>
    public static async Task<Installation> OpenAsync(
        EnginePair engines,
        IReadOnlyDictionary<string, string>? settings = null,
        bool secure = false,
        int? keepAliveSeconds = null
    )
    {
        RedisServer? redis = null;
        string? database = null;
        if (engines == EnginePair.Servers)
        {
            database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
            redis = await RedisServer.StartAsync();
        }
        try
        {
            return new Installation(await SandboxProcess.StartAsync(keepAliveSeconds), redis, database, settings, secure);
        }
        catch
        {
            if (redis is not null)
                await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node and waits until it is ready; without an address of its own it is the front one.</summary>
    public async Task<ServiceProcess> StartNodeAsync(string name = "service", Uri? address = null)
    {
        var node = await ServiceProcess.StartAsync(name, address ?? Front, settings);
        nodes.Add(node);
        return node;
    }

    /// <summary>Starts a node as it comes, ready or not.</summary>
    public ServiceProcess LaunchNode(string name = "service", Uri? address = null)
    {
        var node = ServiceProcess.Launch(name, address ?? Front, settings);
        nodes.Add(node);
        return node;
    }

    /// <summary>From now on nodes stand on these servers, with another data folder. Returns the program that carries everything there; it
    /// may be started again.</summary>
    public Func<Child> Move(RedisServer redis, string database)
    {
        before = new(settings);
        var left = settings["Omo__DataDir"];
        (settings["Omo__Redis"], settings["Omo__Database"]) = (redis.ConnectionString, database);
        settings["Omo__DataDir"] = Path.Combine(folder.Path, "servers");
        var here = new Dictionary<string, string>(settings) { ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        return () => Child.Start("move", Programs.Dotnet, [Programs.Webhooks, "move", "--from", left], here);
    }

    /// <summary>From now on nodes stand on a data folder, without servers. Returns the program that carries everything there.</summary>
    public Func<Child> MoveHome()
    {
        before = new(settings);
        var here = new Dictionary<string, string>(settings) { ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        Database = null;
        (settings["Omo__Redis"], settings["Omo__Database"], settings["Omo__DataDir"]) = ("", "", Home);
        return () => Child.Start("move", Programs.Dotnet, [Programs.Webhooks, "move", "--to", Home], here);
    }

    public string Home => Path.Combine(folder.Path, "home");

    /// <summary>A node as it would be on the engines it stood on before.</summary>
    public ServiceProcess LaunchAsBefore() => ServiceProcess.Launch("as before", NewAddress(), before);

    public static Uri NewAddress() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/"));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        Seller.Dispose();
        await Sandbox.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        folder.Dispose();
    }
}
