using System.Net.Sockets;

namespace OmoBroadcast.Storage.Condition;

/// <summary>Reads the reason out of what the operating system says of a connection.</summary>
internal static class SocketFault
{
    public static FaultReason Of(SocketError error) =>
        error switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => FaultReason.UnknownHost,
            SocketError.ConnectionRefused => FaultReason.Refused,
            SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown =>
                FaultReason.Silent,
            _ => FaultReason.Other,
        };
}
