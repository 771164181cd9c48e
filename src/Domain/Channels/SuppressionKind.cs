namespace OmoBroadcast.Domain.Channels;

/// <summary>Why bulk messages must not reach a customer. The two are independent: following again does not undo 取消訂閱.</summary>
public enum SuppressionKind
{
    /// <summary>The person asked for no more broadcasts, or a member of staff noted it for them.</summary>
    Unsubscribed,

    /// <summary>The person blocked or left the account.</summary>
    Blocked,
}
