using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>The two questions before every act at a desk: may this person, and is the store there?</summary>
internal static class Guard
{
    public static bool MaySee(this StaffMember me, Campaign campaign) => me.MayBroadcast
        && (string.Equals(campaign.Sender, me.Id, StringComparison.OrdinalIgnoreCase) || (me.Role == Role.Manager && campaign.Store == me.Store));

    public static bool Wrote(this StaffMember me, Campaign campaign) =>
        me.MayBroadcast && string.Equals(campaign.Sender, me.Id, StringComparison.OrdinalIgnoreCase);

    public static async Task<Answer<T>> AskAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask)
    {
        if (!me.MayBroadcast) return new Answer<T>.Denied();
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
