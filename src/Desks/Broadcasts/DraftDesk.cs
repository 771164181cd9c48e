using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>Which draft somebody may go on with, and from which version of it.</summary>
public sealed class DraftDesk(OpenDrafts open, Node node)
{
    /// <summary>Whether somebody who saw that version lacks nothing but what was attached since; then they may go on as if it were the
    /// newest.</summary>
    public Task<Answer<bool>> IsCurrentAsync(StaffMember me, Campaign draft, int version, CancellationToken cancellationToken) =>
        Permissions.AskAsync<bool>(me, async () =>
            new Answer<bool>.Ok(
                version == draft.Version
                    || (
                        version < draft.Version
                        && await open.FindAsync(me.Id, node.Now - ComposeDesk.OpenFor, cancellationToken) is { } found
                        && found.Campaign.Id == draft.Id
                        && version >= found.Since
                    )
            )
        );

    /// <summary>The time it had before it was taken back, if that is still to come.</summary>
    public DateTimeOffset? Proposed(Campaign draft) => draft.DueAt > node.Now ? draft.DueAt : null;

    /// <summary>Whether there is something to preview. A template in the making is begun again from whom it goes to; what was attached
    /// stays at hand.</summary>
    public static bool IsComposed(Campaign draft) =>
        draft.Audience.TemplateOn is null
            ? draft.Content.Messages.Count > 0
            : draft.Content.Messages is [OutboundMessage.Template { Body.Length: > 0 }];
}
