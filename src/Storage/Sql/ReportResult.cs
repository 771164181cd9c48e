namespace OmoBroadcast.Storage.Sql;

/// <summary>What a report of a platform came to.</summary>
public enum ReportResult
{
    /// <summary>Written down, or known already.</summary>
    Noted,

    /// <summary>An echo of a message that no system of ours sent: it belongs into the conversation.</summary>
    Foreign,

    /// <summary>An echo that may be of a message whose answer is still under way: kept, to be looked at again
    /// (<see cref="Reports.DueAsync"/>).</summary>
    Held,
}
