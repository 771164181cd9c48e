using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>One message that a platform took for somebody.</summary>
/// <param name="At">Unix microseconds.</param>
/// <param name="Channel">The platform.</param>
/// <param name="Account">Sent from.</param>
/// <param name="To">Sent to.</param>
/// <param name="Part">Place of the message: within its request, or what stands behind the last dot of the correlation.</param>
/// <param name="Correlation">What the caller gave to recognise it by.</param>
/// <param name="MessageId">The platform's id.</param>
/// <param name="Kind">text, image …</param>
/// <param name="Text">Its words.</param>
/// <param name="Media">Its media.</param>
/// <param name="Preview">Address of the small picture that stands for it, on LINE.</param>
/// <param name="Delivered">False: taken, and will never arrive.</param>
internal sealed record MessageLine(
    long At,
    string Channel,
    string Account,
    string To,
    int Part,
    string? Correlation,
    string? MessageId,
    string Kind,
    string? Text,
    string? Media,
    string? Preview,
    bool Delivered
);
