using System.Data.Common;
using DbUp.Engine.Output;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What differs between the two databases, and nothing else.</summary>
internal abstract class Engine : IAsyncDisposable
{
    public abstract DatabaseKind Kind { get; }

    public abstract string ConnectionString { get; }

    /// <summary>The database's own clock, in Unix milliseconds: leases are judged by it, never by a node's.</summary>
    public abstract string Clock { get; }

    /// <summary>Where the database stands, see <see cref="Changes"/>.</summary>
    public abstract string Mark { get; }

    /// <summary>Ends a selection of rows about to be changed: what another node is changing is left to it.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>
    /// Restricts an update of <c>queue</c> to rows found by <paramref name="condition"/>. By row address where there is one: asked for
    /// a join, the planner may prefer to read the whole table.
    /// </summary>
    public abstract string Rows(string condition);

    /// <summary>That a column has one of the values of a list parameter.</summary>
    public abstract string Among(string column, string parameter);

    /// <summary>As <see cref="Among"/>, for ids.</summary>
    public abstract string AmongIds(string column, string parameter);

    /// <summary>The rows of a JSON parameter, an array of objects, as a table. Types: integer, text, and uuid as 32 hexadecimal
    /// digits.</summary>
    public abstract string Table(string parameter, string alias, params (string Name, string Type)[] columns);

    /// <summary>Ends a selection of rows that are about to be changed, where rows can be locked.</summary>
    public abstract string Lock { get; }

    public abstract object List(IEnumerable<long> values);

    public abstract object List(IEnumerable<string> values);

    public abstract object List(IEnumerable<Guid> values);

    public abstract object Key(Guid id);

    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction; disposing it without <see cref="Unit.CommitAsync"/> undoes it.</summary>
    public abstract Task<Unit> BeginAsync(CancellationToken cancellationToken);

    /// <summary>The same for a single statement, which is a transaction by itself where the database has it so.</summary>
    public virtual Task<Unit> BeginOneAsync(CancellationToken cancellationToken) => BeginAsync(cancellationToken);

    /// <summary>Whether the whole transaction may be tried again.</summary>
    public abstract bool IsTransient(Exception exception);

    public abstract bool IsDuplicate(Exception exception);

    /// <summary>Whether it is the data that the database will not have, and never will: what it was asked is at fault, not its
    /// state.</summary>
    public abstract bool IsDataFault(Exception exception);

    /// <summary>Has these bytes find room where the database's files lie, and takes them back. Throws what keeps them out.</summary>
    public abstract Task FindRoomAsync(byte[] bytes, CancellationToken cancellationToken);

    /// <summary>Has whoever else locks one of these ids of an account wait until the transaction ends.</summary>
    public virtual Task LockAsync(SqlTransaction writing, int account, IEnumerable<string> ids) => Task.CompletedTask;

    /// <summary>Throws what the database throws.</summary>
    public virtual Task<Replication> ReplicationAsync(CancellationToken cancellationToken) => Task.FromResult(Replication.None);

    /// <summary>Brings the schema up to date. Two nodes may do so at once.</summary>
    public abstract Task MigrateAsync(IUpgradeLog log, CancellationToken cancellationToken);

    public abstract Task InsertAsync(
        SqlTransaction writing,
        long campaign,
        IReadOnlyList<RequestRow> requests,
        IReadOnlyList<DeliveryRow> deliveries
    );

    /// <summary>Settles by full key and epoch: moves what has ended from the queue to the record and counts it. Returns those that were
    /// settled.</summary>
    public abstract Task<HashSet<(Guid Id, long Epoch)>> SettleAsync(SqlTransaction writing, IReadOnlyList<Settlement> settlements);

    /// <summary>Adds to the journal what is not there yet, in this order.</summary>
    public abstract Task NoteAsync(SqlTransaction writing, IReadOnlyList<JournalRow> rows);

    /// <summary>Statistics after a bulk load, where the database does not notice soon enough by itself.</summary>
    public virtual Task AnalyseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();

    internal abstract class Unit : IAsyncDisposable
    {
        public abstract DbConnection Connection { get; }

        public abstract DbTransaction? Transaction { get; }

        public abstract Task CommitAsync();

        public abstract ValueTask DisposeAsync();
    }
}

internal readonly record struct RequestRow(
    Guid Id,
    int Account,
    RequestKind Kind,
    RequestClass Class,
    int Size,
    string Recipients,
    string? Content,
    bool RetrySafe,
    long ExpiresAt,
    string? Staff
);

internal readonly record struct DeliveryRow(int Account, string UserId, string? Name, Guid? Request, SkipReason? Skip);

internal readonly record struct JournalRow(int Account, string UserId, JournalEntry Entry)
{
    // Words of an amendment hold ids besides.
    private const int LongestText = 64 * 1024;

    public static readonly string[] Texts = ["event", "message", "detail", "words", "name", "told", "staff", "other"];

    public string What => StoredText.Clean(Entry.What, StoredText.LongestId);

    /// <param name="at">In the order of <see cref="Texts"/>.</param>
    public string? Text(int at) =>
        StoredText.CleanOrNull(
            at switch
            {
                0 => Entry.Event,
                1 => Entry.Message,
                2 => Entry.Detail,
                3 => Entry.Words,
                4 => Entry.Name,
                5 => Entry.Told,
                6 => Entry.Staff,
                _ => Entry.Other,
            },
            LongestText
        );
}
