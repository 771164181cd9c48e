using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What is promised is promised on either.</summary>
public sealed class BothDatabases : TheoryData<DatabaseKind>
{
    public BothDatabases()
        : base(DatabaseKind.Sqlite, DatabaseKind.Postgres) { }
}
