using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>The two questions before every act at a desk: may this person, and is the store there?</summary>
internal static class Guard
{
    public static bool MaySee(this StaffMember me, Campaign campaign) => me.MayBroadcast
        && (string.Equals(campaign.Sender, me.Id, StringComparison.OrdinalIgnoreCase) || (me.Role == Role.Manager && campaign.Store == me.Store));

    public static bool Wrote(this StaffMember me, Campaign campaign) =>
        me.MayBroadcast && string.Equals(campaign.Sender, me.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>The draft as of that version, or what to answer instead.</summary>
    public static async Task<(Campaign? Campaign, Answer<T>? No)> DraftAsync<T>(this Campaigns campaigns, StaffMember me, long id, int version, CancellationToken ct) =>
        await campaigns.FindAsync(id, ct) is not { } campaign ? (null, new Answer<T>.NotFound())
        : !me.Wrote(campaign) ? (null, new Answer<T>.Denied())
        : campaign.State != CampaignState.Draft || campaign.Version != version ? (null, new Answer<T>.Stale())
        : (campaign, null);

    public static Task<Answer<T>> AskAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask) =>
        me.MayBroadcast ? ServeAsync(ask) : Task.FromResult<Answer<T>>(new Answer<T>.Denied());

    /// <summary>For what everybody on the staff may ask.</summary>
    public static async Task<Answer<T>> ServeAsync<T>(Func<Task<Answer<T>>> ask)
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
