namespace OmoBroadcast.Storage.Sql;

/// <summary>Which of the two databases keeps the promises.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
