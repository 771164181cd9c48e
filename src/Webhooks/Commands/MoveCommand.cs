using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Moving;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>
/// From the embedded engines to servers, <c>move --from DATADIR [--redis ADDRESS] [--database ADDRESS]</c>, and from these back,
/// <c>move --to DATADIR</c> with the same. What is not named is taken from the settings. It may be broken off anywhere and run again. What
/// is wrong is an <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Home">From servers back to it.</param>
internal sealed partial record MoveCommand(string Folder, bool Home, string? Redis, string? Database)
{
    private const string Usage =
        "move --from DATADIR [--redis ADDRESS] [--database ADDRESS]: moves what the built-in engines hold in a data folder to servers; "
        + "with --to instead of --from back from servers to a new data folder";

    private const string LogLevel = "Logging:LogLevel:Default",
        Quiet = "Warning";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Whoever was at it before holds it for a minute.
    private const int MostWaits = 180;

    /// <summary>Null when something else is asked for.</summary>
    public static MoveCommand? Of(IReadOnlyList<string> arguments)
    {
        if (arguments is not ["move", ..])
            return null;
        string[] rest = [.. arguments.Skip(1)];
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < rest.Length; at += 2)
            if (
                at + 1 == rest.Length
                || rest[at] is not ("--from" or "--to" or "--redis" or "--database")
                || !named.TryAdd(rest[at], rest[at + 1])
            )
                throw new InvalidDataException(Usage);
        var (from, to) = (named.GetValueOrDefault("--from", ""), named.GetValueOrDefault("--to", ""));
        return (from.Length > 0) != (to.Length > 0)
            ? new(from + to, to.Length > 0, named.GetValueOrDefault("--redis"), named.GetValueOrDefault("--database"))
            : throw new InvalidDataException(Usage);
    }

    /// <param name="build">The service with these settings put over its own, and what it may open.</param>
    public Task RunAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        TextWriter output,
        CancellationToken cancellationToken = default
    ) => Home ? RunHomeAsync(build, output, cancellationToken) : RunAwayAsync(build, output, cancellationToken);

    private async Task RunAwayAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (!DataFolder.IsWhole(Folder))
            throw new InvalidDataException(
                $"{Path.GetFullPath(Folder)} does not hold what both built-in engines keep; only both together can be moved"
            );
        await using var target = await OpenServersAsync(build, new(AlsoMoved: false), cancellationToken);
        // What is in the store of the files already is not copied; what is not is in the folder.
        var here = new Dictionary<string, string?>(OfFolder) { ["Omo:Media:S3:Bucket"] = "" };
        await using var source = await StoresAlone.StartAsync(build(here, new(AlsoMoved: true)));
        await source.AnswerAsync(cancellationToken);
        await CarryAsync(source, target, output, cancellationToken);
        await output.WriteLineAsync("Moved. Start the service with these servers. The data folder is kept, and no longer starts.");
    }

    private async Task CarryAsync(StoresAlone source, StoresAlone target, TextWriter output, CancellationToken cancellationToken)
    {
        var present = new PresentMove(source.Get<RedisConnection>(), target.Get<RedisConnection>());
        await MoveLedgerAsync(source, target, present, output, cancellationToken);
        var (taken, missing) = await target.Get<MediaShelf>().TakeOverAsync(source.Get<MediaShelf>(), cancellationToken);
        await output.WriteLineAsync($"media files: {taken} copied, {missing} in neither place");
        await RebuildAsync(target, cancellationToken);
        await CheckAsync(Accounts(target), present, output, cancellationToken);
    }

    private async Task<StoresAlone> OpenServersAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        FolderPermit permit,
        CancellationToken cancellationToken
    )
    {
        var app = build(OfServers, permit);
        try
        {
            if (app.Services.GetRequiredService<StorageOptions>() is { Redis.Length: 0 } or { Database.Length: 0 } or null)
                throw new InvalidDataException(
                    $"{(Home ? "Where from" : "Where to")}? Name a Redis and a PostgreSQL: --redis and --database, or Omo:Redis and Omo:Database"
                );
            if (Home)
                await RefuseRunningAsync(app.Services.GetRequiredService<StorageOptions>(), cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var servers = await StoresAlone.StartAsync(app);
        await servers.AnswerAsync(cancellationToken);
        return servers;
    }

    private Dictionary<string, string?> OfFolder =>
        new()
        {
            ["Omo:Redis"] = "",
            ["Omo:RedisFile"] = "",
            ["Omo:Database"] = "",
            ["Omo:DatabaseFile"] = "",
            ["Omo:DataDir"] = Folder,
            ["Omo:Role"] = "all",
            [LogLevel] = Quiet,
        };

    private Dictionary<string, string?> OfServers
    {
        get
        {
            var settings = new Dictionary<string, string?> { ["Omo:Role"] = "all", [LogLevel] = Quiet };
            foreach (var (key, value) in new[] { ("Omo:Redis", Redis), ("Omo:Database", Database) })
                if (value is not null)
                    (settings[key], settings[key + "File"]) = (value, "");
            return settings;
        }
    }

    /// <summary>What still waits in Redis for the ledger is written there, and how everybody stands to the journal, so that nothing depends
    /// on what that may lack.</summary>
    internal static async Task EmptyAsync(StoresAlone source, CancellationToken cancellationToken)
    {
        await source.Get<SuppressionRound>().LookAsync(cancellationToken);
        await source.Get<ReportRound>().LookAsync(cancellationToken);
        await RebuildAsync(source, cancellationToken);
        var (accounts, drain) = (Accounts(source), source.Get<JournalDrain>());
        await source.Get<JournalPlaces>().OweAsync(accounts, cancellationToken);
        do await drain.DrainWithOwedAsync(accounts, cancellationToken);
        while (await drain.WaitsAsync(accounts, cancellationToken));
    }

    private async Task MoveLedgerAsync(
        StoresAlone source,
        StoresAlone target,
        PresentMove present,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var move = new LedgerMove(source.Get<Database>(), target.Get<Database>());
        var before = Home ? await Servers(source).MovedToAsync(cancellationToken) : DataFolder.MovedTo(Folder);
        if (before is not null)
        {
            if (before != move.Target)
                throw new InvalidDataException($"{move.Source} was moved to {before} already, and not to {move.Target}");
            if (await move.IsThereAsync(cancellationToken))
            {
                await output.WriteLineAsync("The ledger is there already.");
                return;
            }
        }

        await RefuseFilledAsync(move, Accounts(target), present, cancellationToken);
        // Of servers that are closed already, nothing waits any more.
        if (!Home || before is null)
        {
            await output.WriteLineAsync("What waits in Redis is written to the ledger.");
            await EmptyAsync(source, cancellationToken);
        }

        if (Home && before is null)
            await Servers(source).CloseAsync(move.Target, cancellationToken);
        foreach (var (table, rows) in await move.CopyAsync(BeforeCommit, cancellationToken))
            if (rows > 0)
                await output.WriteLineAsync($"{table}: {rows}");

        void BeforeCommit()
        {
            if (!Home)
                DataFolder.MarkMoved(Folder, move.Target);
        }
    }

    private static async Task RefuseFilledAsync(
        LedgerMove move,
        List<AccountKey> accounts,
        PresentMove present,
        CancellationToken cancellationToken
    )
    {
        if (await move.FilledAsync(cancellationToken) is [_, ..] filled)
            throw new InvalidDataException($"The database to move to is not empty: {string.Join(", ", filled)}");
        foreach (var account in accounts)
            if ((await present.CustomersAsync(account, cancellationToken)).There is var there and > 0)
                throw new InvalidDataException($"The Redis to move to is not empty: it holds {there} customers of {account}");
    }

    /// <summary>Redis is put together from the journal, where it lacks something.</summary>
    private static async Task RebuildAsync(StoresAlone stores, CancellationToken cancellationToken)
    {
        var (rebuild, places, drain) = (stores.Get<PresentRebuild>(), stores.Get<JournalPlaces>(), stores.Get<JournalDrain>());
        var accounts = Accounts(stores);
        await rebuild.BeginAsync(accounts, cancellationToken);
        for (var waits = 0; ; waits++)
        {
            await rebuild.CheckAsync(accounts, () => drain.DrainAsync(accounts, cancellationToken), cancellationToken);
            if (!places.IsHeld)
                return;
            if (waits == MostWaits)
                throw new InvalidDataException("Somebody else is putting that Redis together: stop the service, and try again");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task CheckAsync(
        List<AccountKey> accounts,
        PresentMove present,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        foreach (var account in accounts)
            await present.CopyRawAsync(account, cancellationToken);
        foreach (var account in accounts)
        {
            var (here, there) = await present.CustomersAsync(account, cancellationToken);
            if (there < here)
                throw new InvalidDataException($"{account}: {here} customers here, but {there} there");
            await output.WriteLineAsync($"customers of {account}: {there}");
        }
    }

    private static List<AccountKey> Accounts(StoresAlone stores) => [.. stores.Get<Roster>().Accounts.Select(account => account.Key)];
}
