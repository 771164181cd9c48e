using System.Data.Common;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The database cannot be reached, is not ready yet, or stayed too busy through every repetition. Nothing is known to be wrong
/// with the request: try later.</summary>
public sealed class DatabaseAwayException : DbException
{
    public DatabaseAwayException() { }

    public DatabaseAwayException(string message)
        : base(message) { }

    public DatabaseAwayException(string message, Exception inner)
        : base(message, inner) { }
}
