namespace OmoBroadcast.Teams.Connector;

/// <summary>What became of a message to Teams.</summary>
public abstract record ConnectorResult
{
    private ConnectorResult() { }

    /// <param name="Id">The activity's id; null where the channel gives none.</param>
    public sealed record Done(string? Id) : ConnectorResult;

    /// <summary>The conversation or the message is no more, or we are not welcome in it: stop until the person comes back.</summary>
    public sealed record Gone(string Code) : ConnectorResult;

    /// <summary>The channel says no, or could not be reached in time; nothing was shown.</summary>
    public sealed record Failed(string Code) : ConnectorResult;

    /// <summary>The pace of the conversation has no room for a picture now: it was not called for.</summary>
    public sealed record Later(TimeSpan After) : ConnectorResult;

    /// <summary>It left and no answer came; it may be shown.</summary>
    public sealed record Unknown(string Reason) : ConnectorResult;
}
