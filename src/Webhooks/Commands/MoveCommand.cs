using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Moving;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>
/// From the embedded engines to servers: <c>move --from DATADIR [--redis ADDRESS] [--database ADDRESS]</c>. What is not named is taken from
/// the settings. It may be broken off anywhere and run again. What is wrong is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed record MoveCommand(string From, string? Redis, string? Database)
{
    private const string Usage =
        "move --from DATADIR [--redis ADDRESS] [--database ADDRESS]: moves what the built-in engines hold in a data folder to servers";

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
            if (at + 1 == rest.Length || rest[at] is not ("--from" or "--redis" or "--database") || !named.TryAdd(rest[at], rest[at + 1]))
                throw new InvalidDataException(Usage);
        return named.TryGetValue("--from", out var from) && from.Length > 0
            ? new(from, named.GetValueOrDefault("--redis"), named.GetValueOrDefault("--database"))
            : throw new InvalidDataException(Usage);
    }

    /// <param name="build">The service with these settings put over its own, and what it may open.</param>
    public async Task RunAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        TextWriter output,
        CancellationToken cancellationToken = default
    )
    {
        if (!DataFolder.IsWhole(From))
            throw new InvalidDataException(
                $"{Path.GetFullPath(From)} does not hold what both built-in engines keep; only both together can be moved"
            );
        await using var target = await OpenTargetAsync(build, cancellationToken);
        await using var source = await StoresAlone.StartAsync(build(Here(), new(AlsoMoved: true)));
        await source.AnswerAsync(cancellationToken);
        var present = new PresentMove(source.Get<RedisConnection>(), target.Get<RedisConnection>());
        await MoveLedgerAsync(source, target, present, output, cancellationToken);
        var (taken, missing) = await target.Get<MediaShelf>().TakeOverAsync(source.Get<MediaShelf>(), cancellationToken);
        await output.WriteLineAsync($"media files: {taken} copied, {missing} in neither place");
        await RebuildAsync(target, cancellationToken);
        await CheckAsync(Accounts(target), present, output, cancellationToken);
        await output.WriteLineAsync("Moved. Start the service with these servers. The data folder is kept, and no longer starts.");
    }

    private async Task<StoresAlone> OpenTargetAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        CancellationToken cancellationToken
    )
    {
        var app = build(There(), new(AlsoMoved: false));
        if (app.Services.GetRequiredService<StorageOptions>() is { Redis.Length: 0 } or { Database.Length: 0 })
        {
            await app.DisposeAsync();
            throw new InvalidDataException(
                "Where to? Name a Redis and a PostgreSQL: --redis and --database, or Omo:Redis and Omo:Database"
            );
        }

        var target = await StoresAlone.StartAsync(app);
        await target.AnswerAsync(cancellationToken);
        return target;
    }

    private Dictionary<string, string?> Here() =>
        new()
        {
            ["Omo:Redis"] = "",
            ["Omo:RedisFile"] = "",
            ["Omo:Database"] = "",
            ["Omo:DatabaseFile"] = "",
            ["Omo:DataDir"] = From,
            // What is in the store of the files already is not copied; what is not is in the folder.
            ["Omo:Media:S3:Bucket"] = "",
            ["Omo:Role"] = "all",
            [LogLevel] = Quiet,
        };

    private Dictionary<string, string?> There()
    {
        var settings = new Dictionary<string, string?> { ["Omo:Role"] = "all", [LogLevel] = Quiet };
        foreach (var (key, value) in new[] { ("Omo:Redis", Redis), ("Omo:Database", Database) })
            if (value is not null)
                (settings[key], settings[key + "File"]) = (value, "");
        return settings;
    }

    /// <summary>What still waits in Redis for the ledger is written there, and how everybody stands to the journal, so that nothing depends
    /// on what that may lack.</summary>
    private static async Task EmptyAsync(StoresAlone source, CancellationToken cancellationToken)
    {
        await source.Get<SuppressionRound>().LookAsync(cancellationToken);
        await source.Get<ReportRound>().LookAsync(cancellationToken);
        var (journal, drain) = (source.Get<JournalRound>(), source.Get<JournalDrain>());
        await journal.BeginAsync(cancellationToken);
        await journal.LookAsync(cancellationToken);
        await source.Get<JournalPlaces>().OweAsync(Accounts(source), cancellationToken);
        do await journal.LookAsync(cancellationToken);
        while (drain.IsHeld || await drain.WaitsAsync(Accounts(source), cancellationToken));
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
        if (DataFolder.MovedTo(From) is { } before)
        {
            if (before != move.Target)
                throw new InvalidDataException($"{Path.GetFullPath(From)} was moved to {before} already, and not to {move.Target}");
            if (await move.IsThereAsync(cancellationToken))
            {
                await output.WriteLineAsync("The ledger is there already.");
                return;
            }
        }

        await RefuseFilledAsync(move, Accounts(target), present, cancellationToken);
        await output.WriteLineAsync("What waits in Redis is written to the ledger.");
        await EmptyAsync(source, cancellationToken);
        foreach (var (table, rows) in await move.CopyAsync(() => DataFolder.MarkMoved(From, move.Target), cancellationToken))
            if (rows > 0)
                await output.WriteLineAsync($"{table}: {rows}");
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

    /// <summary>Redis is put together from the journal.</summary>
    private static async Task RebuildAsync(StoresAlone target, CancellationToken cancellationToken)
    {
        var (rebuild, places) = (target.Get<PresentRebuild>(), target.Get<JournalPlaces>());
        await rebuild.BeginAsync(Accounts(target), cancellationToken);
        for (var waits = 0; ; waits++)
        {
            await rebuild.CheckAsync(Accounts(target), () => Task.CompletedTask, cancellationToken);
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
