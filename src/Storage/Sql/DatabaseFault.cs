using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Data.Sqlite;
using Npgsql;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Reads the reason out of what a database or its driver says.</summary>
internal static class DatabaseFault
{
    public static FaultReason Of(Exception wrong) =>
        wrong switch
        {
            DatabaseAwayException { InnerException: { } cause } => Of(cause),
            DatabaseAwayException => FaultReason.NotReady,
            PostgresException server => IsWithoutRoomToLetIn(server) ? FaultReason.DiskFull : OfState(server.SqlState),
            SqliteException file => OfSqlite(file.SqliteErrorCode),
            AuthenticationException => FaultReason.Tls,
            SocketException socket => SocketFault.Of(socket.SocketErrorCode),
            OperationCanceledException or TimeoutException => FaultReason.Silent,
            NpgsqlException driver when driver.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                FaultReason.PasswordMissing,
            NpgsqlException driver when driver.Message.Contains("SSL", StringComparison.Ordinal) => FaultReason.Tls,
            NpgsqlException driver when driver.Message.Contains("pool has been exhausted", StringComparison.Ordinal) =>
                FaultReason.TooManyConnections,
            { InnerException: { } cause } => Of(cause),
            _ => FaultReason.Other,
        };

    /// <summary>A connection that ended under us says nothing of the database: an administrator, a proxy or a limit on idle sessions may
    /// end one of many, or all. Each pool forgets its own at the first that fails, and there are two.</summary>
    public static async Task AgainIfCutAsync(Func<Task> ask)
    {
        for (var pools = 2; ; pools--)
        {
            try
            {
                await ask();
                return;
            }
            catch (NpgsqlException cut) when (pools > 0 && IsCut(cut)) { }
        }
    }

    private static bool IsCut(NpgsqlException cut) =>
        cut
            is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.IdleSessionTimeout }
                or { InnerException: IOException };

    /// <summary>PostgreSQL writes a file of its own for whoever connects first; on a full disk it ends the connection with an internal
    /// error.</summary>
    public static bool IsWithoutRoomToLetIn(PostgresException server) =>
        server is { SqlState: PostgresErrorCodes.InternalError }
        && server.MessageText.StartsWith("could not write init file", StringComparison.Ordinal);

    private static FaultReason OfState(string state) =>
        state switch
        {
            PostgresErrorCodes.InvalidPassword => FaultReason.PasswordWrong,
            PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege => FaultReason.NoPermission,
            PostgresErrorCodes.InvalidCatalogName => FaultReason.NoSuchDatabase,
            PostgresErrorCodes.ReadOnlySqlTransaction => FaultReason.ReadOnly,
            PostgresErrorCodes.DiskFull => FaultReason.DiskFull,
            PostgresErrorCodes.OutOfMemory => FaultReason.OutOfMemory,
            PostgresErrorCodes.IoError => FaultReason.DiskError,
            PostgresErrorCodes.TooManyConnections => FaultReason.TooManyConnections,
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected =>
                FaultReason.Busy,
            _ when state.StartsWith("57P", StringComparison.Ordinal) => FaultReason.StartingOrStopping,
            _ => FaultReason.Other,
        };

    private static FaultReason OfSqlite(int code) =>
        code switch
        {
            5 or 6 => FaultReason.Busy,
            8 => FaultReason.ReadOnly,
            10 => FaultReason.DiskError,
            13 => FaultReason.DiskFull,
            _ => FaultReason.Other,
        };
}
