using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Whoever installs us is welcomed once. An install comes as two activities at once, in any order, and may come again.</summary>
internal sealed class Welcomes(ActivityInbox inbox, WaitingApprovals approvals, TimeProvider time)
{
    public WaitingApprovals Approvals => approvals;

    public Task<bool> IsFirstAsync(Activity activity, CancellationToken cancellationToken) =>
        inbox.FirstUseAsync(
            Digest.Id($"welcome {activity.ConversationId}"),
            activity.PersonId ?? "",
            "welcome",
            time.GetUtcNow(),
            cancellationToken
        );
}
