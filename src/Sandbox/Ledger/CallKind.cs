namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Which endpoint was called. Push to Info and Content are LINE's; the others are Meta's, of which <see cref="SendMedia"/> is a
/// send that counts as media.</summary>
internal enum CallKind : byte
{
    Push,
    Multicast,
    Reply,
    Validate,
    Quota,
    Consumption,
    Profile,
    Info,
    Other,
    Send,
    SendMedia,
    Action,
    Upload,
    Media,
    Templates,
    Subscription,
    Content,
}
