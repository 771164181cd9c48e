namespace OmoBroadcast.Sandbox.Tour;

/// <summary>One platform's line in the result.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Customers">Who wrote in.</param>
/// <param name="Outside">Of them, outside the window.</param>
/// <param name="Unfollowed">Of them, known to have blocked the account.</param>
/// <param name="Unsubscribed">Of them.</param>
/// <param name="Blocked">Of them, blocked unheard.</param>
/// <param name="Received">For whom the platform took the messages.</param>
/// <param name="Calls">Requests that took.</param>
internal sealed record ChannelRow(
    string Channel,
    int Customers,
    int Outside,
    int Unfollowed,
    int Unsubscribed,
    int Blocked,
    int Received,
    int Calls
);
