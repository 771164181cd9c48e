using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>A campaign once more, to those whom it did not reach. The same checks, the same preview and the same button as of any
/// other.</summary>
public sealed class RetryDesk(Campaigns campaigns, Previewer previewer, Node node)
{
    /// <summary>The draft of it, or the one that is under way already. Only its sender may: whom one may write to depends on who
    /// writes.</summary>
    /// <param name="alsoDoubtful">Also to those who may have received it: a choice of its own, never made for anybody.</param>
    public Task<Answer<RetryDraft>> StartAsync(
        StaffMember me,
        long id,
        bool alsoDoubtful,
        string locale,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<RetryDraft>(me, async () =>
        {
            if (await campaigns.FindAsync(id, cancellationToken) is not { } origin)
                return new Answer<RetryDraft>.NotFound();
            if (!me.Wrote(origin))
                return new Answer<RetryDraft>.Denied();
            if (origin.State is not (CampaignState.Done or CampaignState.Cancelled))
                return new Answer<RetryDraft>.Stale();
            var retry = await campaigns.RetryAsync(origin, alsoDoubtful, locale, node.Now, cancellationToken);
            if (retry.State != CampaignState.Draft)
                return new Answer<RetryDraft>.Ok(new(retry, null));
            var preview = await previewer.PreviewAsync(retry, me, cancellationToken);
            return preview.Chosen == 0
                ? new Answer<RetryDraft>.Invalid("audience", "retry.none")
                : new Answer<RetryDraft>.Ok(new(retry, preview));
        });
}

/// <param name="Preview">Null when it is no draft any more.</param>
public sealed record RetryDraft(Campaign Campaign, Preview? Preview);
