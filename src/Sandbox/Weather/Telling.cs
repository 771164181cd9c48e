namespace OmoBroadcast.Sandbox.Weather;

/// <summary>When the first webhook about a message (an echo, a status) leaves, as seen from the answer to the call that sent it.</summary>
internal enum Telling
{
    /// <summary>After it.</summary>
    After,

    /// <summary>Before: the answer waits until the webhook was delivered.</summary>
    Before,

    /// <summary>The webhook comes, the answer does not: the connection is cut.</summary>
    Instead,

    /// <summary>Only the answer comes.</summary>
    Never,
}
