namespace OmoBroadcast.Storage.Sql;

/// <summary>Another process works on the same data folder, and the embedded engines bear only one.</summary>
public sealed class DataFolderInUseException : Exception
{
    public DataFolderInUseException() { }

    public DataFolderInUseException(string folder)
        : base(Explain(folder)) { }

    public DataFolderInUseException(string folder, Exception inner)
        : base(Explain(folder), inner) { }

    private static string Explain(string folder) =>
        $"The data folder '{folder}' is in use by another OmoBroadcast process. Stop that one, give this one another folder (Omo:DataDir), "
        + "or connect both to Redis and PostgreSQL (Omo:Redis, Omo:Database).";
}
