namespace OmoBroadcast.Sandbox.Weather;

/// <summary>When a platform takes its time over a call.</summary>
internal enum Moment
{
    /// <summary>Once it has accepted: only the answer is late.</summary>
    After,

    /// <summary>Before it has decided. It decides in the end, even if the caller has gone meanwhile.</summary>
    Before,

    /// <summary>One or the other, by turns.</summary>
    Either,
}
