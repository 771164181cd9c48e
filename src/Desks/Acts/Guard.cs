using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Acts;

/// <summary>The two questions before every act at a desk: may this person, and is the store there?</summary>
public static class Guard
{
    internal static bool MaySee(this StaffMember me, Campaign campaign) =>
        me.MayBroadcast && (me.Is(campaign.Sender) || me.Manages(campaign.Store));

    /// <summary>The author never approves their own.</summary>
    public static bool MayApprove(this StaffMember me, Campaign campaign) => me.Manages(campaign.Store) && !me.Is(campaign.Sender);

    internal static bool Wrote(this StaffMember me, Campaign campaign) => me.MayBroadcast && me.Is(campaign.Sender);

    /// <summary>The draft as of that version, or what to answer instead.</summary>
    internal static async Task<(Campaign? Campaign, Answer<T>? No)> DraftAsync<T>(
        this Campaigns campaigns,
        StaffMember me,
        long id,
        int version,
        CancellationToken cancellationToken
    ) =>
        await campaigns.FindAsync(id, cancellationToken) is not { } campaign ? (null, new Answer<T>.NotFound())
        : !me.Wrote(campaign) ? (null, new Answer<T>.Denied())
        : campaign.State != CampaignState.Draft || campaign.Version != version ? (null, new Answer<T>.Stale())
        : (campaign, null);

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
