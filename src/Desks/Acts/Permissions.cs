using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Acts;

/// <summary>The two questions before every act at a desk: may this person, and is the store there?</summary>
public static class Permissions
{
    internal static bool MaySee(this StaffMember me, Campaign campaign) =>
        me.MayBroadcast && (me.Is(campaign.Sender) || me.Manages(campaign.Store));

    /// <summary>The author never approves their own.</summary>
    public static bool MayApprove(this StaffMember me, Campaign campaign) => me.Manages(campaign.Store) && !me.Is(campaign.Sender);

    internal static bool Wrote(this StaffMember me, Campaign campaign) => me.MayBroadcast && me.Is(campaign.Sender);

    /// <summary>Why this person may not change the draft they have read; null when they may. Whether somebody was faster, the change itself
    /// finds out.</summary>
    internal static Answer<T>? Objection<T>(this StaffMember me, Campaign draft) =>
        !me.Wrote(draft) ? new Answer<T>.Denied()
        : draft.State != CampaignState.Draft ? new Answer<T>.Stale()
        : null;

    internal static Task<Answer<T>> AskAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask) =>
        me.MayBroadcast ? ServeAsync(ask) : Task.FromResult<Answer<T>>(new Answer<T>.Denied());

    /// <summary>For what administrators may ask, and nobody else.</summary>
    internal static Task<Answer<T>> AdministerAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask) =>
        me.Role == Role.Administrator ? ServeAsync(ask) : Task.FromResult<Answer<T>>(new Answer<T>.Denied());

    /// <summary>For what everybody on the staff may ask.</summary>
    internal static async Task<Answer<T>> ServeAsync<T>(Func<Task<Answer<T>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return new Answer<T>.Away();
        }
    }
}
