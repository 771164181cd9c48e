namespace OmoBroadcast.Teams.Connector;

/// <summary>A call was about to leave for a host that is not the channel's.</summary>
public sealed class UntrustedHostException(string host)
    : InvalidOperationException($"'{host}' is not a host of the channel; nothing was sent.");
