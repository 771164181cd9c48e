using OmoBroadcast.Domain.States;
using static OmoBroadcast.Domain.Campaigns.CampaignChange;
using static OmoBroadcast.Domain.Campaigns.CampaignState;
using static OmoBroadcast.Domain.States.Actors;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What happens to a campaign.</summary>
public enum CampaignChange
{
    Begin,
    Edit,
    Schedule,

    /// <summary>Its sender's button, where a manager has to approve it.</summary>
    AskApproval,
    Approve,
    Return,
    Withdraw,

    /// <summary>It is due, and by now it needs approval.</summary>
    HoldForApproval,
    BeginLaunch,

    /// <summary>Its launcher has not been heard of for its lease.</summary>
    TakeLaunchOver,
    FinishLaunch,

    /// <summary>Redis has lost its data since it was confirmed.</summary>
    LoseAudience,
    Pause,
    Resume,
    Cancel,
    Finish,

    /// <summary>A draft that nobody has touched for long is deleted.</summary>
    Discard,
}

/// <summary>The states of a campaign. A manager in the column of those who may is one of its store.</summary>
public static class CampaignStates
{
    public static readonly StateTable<CampaignState, CampaignChange> Table = new([
        new(null, Begin, Draft, Sender),
        new(Draft, Edit, Draft, Sender),
        new(Draft, Schedule, Scheduled, Sender),
        new(Draft, AskApproval, Awaiting, Sender),
        new(Awaiting, Approve, Scheduled, Manager),
        new(Awaiting, Return, Draft, Manager),
        new(Awaiting, Withdraw, Draft, Sender),
        new(Scheduled, Withdraw, Draft, Sender),
        new(Scheduled, HoldForApproval, Awaiting, Launcher),
        new(Scheduled, BeginLaunch, Launching, Launcher),
        new(Launching, TakeLaunchOver, Launching, Launcher),
        new(Launching, FinishLaunch, Sending, Launcher),
        new(Launching, LoseAudience, Paused, Launcher),
        new(Launching, Pause, Paused, Sender | Manager),
        new(Sending, Pause, Paused, Sender | Manager),
        new(Paused, Resume, Launching, Sender | Manager),
        new(Paused, Resume, Sending, Sender | Manager),
        new(Draft, Cancel, Cancelled, Sender | Manager),
        new(Awaiting, Cancel, Cancelled, Sender | Manager),
        new(Scheduled, Cancel, Cancelled, Sender | Manager),
        new(Launching, Cancel, Cancelled, Sender | Manager),
        new(Sending, Cancel, Cancelled, Sender | Manager),
        new(Paused, Cancel, Cancelled, Sender | Manager),
        new(Sending, Finish, Done, Sweeper),
        new(Draft, Discard, null, Sweeper),
    ]);

    /// <summary>Requests of these are claimed.</summary>
    public static readonly IReadOnlyList<CampaignState> Claimable = [Launching, Sending];

    /// <summary>Its launch has begun, and it is to go on.</summary>
    public static readonly IReadOnlyList<CampaignState> Started = [Launching, Sending, Paused];

    /// <summary>Promised, and not at its end.</summary>
    public static readonly IReadOnlyList<CampaignState> Unfinished = [Scheduled, Launching, Sending, Paused];

    /// <summary>Promised, or to be approved: what it says may still be sent.</summary>
    public static readonly IReadOnlyList<CampaignState> MayBeSent = [.. Unfinished, Awaiting];

    /// <summary>Requests of these may be queued or claimed.</summary>
    public static readonly IReadOnlyList<CampaignState> MayHaveOpen = [Launching, Sending, Paused, Cancelled];
}
