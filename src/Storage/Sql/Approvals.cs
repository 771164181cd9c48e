using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Broadcasts that a manager has to approve before they are sent. What is approved is what was asked for and nothing else: a digest of
/// content, audience rule and time is written down with the question, and compared with what stands there when it is answered. Every member
/// that changes something names the version it was decided on; false: that has changed, or the state does not allow it, and nothing was
/// done.
/// </summary>
public sealed class Approvals(Database database, Campaigns campaigns)
{
    private const string Unasked = """
        fingerprint = null, approved_by = null, approved_at = null, expires_at = null, promised = null,
        promised_left = null, promised_present = null, window_reason = null
        """;

    /// <summary>Whether anybody could approve it: a manager of its store who is not its sender.</summary>
    public async Task<bool> AnybodyAsync(Campaign campaign, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                """
                select 1 from staff where active = 1 and role = @manager and store = @store and store <> ''
                and key <> lower(@sender) limit 1
                """,
                row => true,
                cancellationToken,
                ("manager", Role.Manager),
                ("store", campaign.Store),
                ("sender", campaign.Sender)
            )
        ).Count > 0;

    /// <summary>The sender's button, where a manager's word is needed: the draft awaits it, and the managers are to be told.</summary>
    public Task<bool> AskAsync(Campaign campaign, Promise promise, DateTimeOffset now, CancellationToken cancellationToken) =>
        campaigns.ChangeAsync(
            campaign.Id,
            campaign.Version,
            new(
                CampaignChange.AskApproval,
                $"fingerprint = @fingerprint, approved_by = null, approved_at = null, {Promise.Set}",
                [
                    (
                        "fingerprint",
                        Fingerprint(
                            campaign with
                            {
                                Content = promise.Content ?? campaign.Content,
                                DueAt = promise.DueAt,
                                WindowReason = promise.WindowReason,
                            }
                        )
                    ),
                    .. promise.Values,
                ]
            )
            {
                Also = writing => CampaignNotices.RaiseAsync(writing, campaign.Id, CampaignNoticeReason.ApprovalAsked, now, ""),
            },
            cancellationToken
        );

    /// <summary>What was promised without approval would reach too many by now: it awaits one.</summary>
    /// <param name="promised">How many would receive.</param>
    public Task<bool> HoldAsync(Campaign campaign, int promised, DateTimeOffset now, CancellationToken cancellationToken) =>
        campaigns.ChangeAsync(
            campaign.Id,
            campaign.Version,
            new(
                CampaignChange.HoldForApproval,
                "fingerprint = @fingerprint, promised = @promised, launch_until = 0",
                ("fingerprint", Fingerprint(campaign)),
                ("promised", promised)
            )
            {
                If = "and approved_by is null",
                Also = writing => CampaignNotices.RaiseAsync(writing, campaign.Id, CampaignNoticeReason.ApprovalAsked, now, ""),
            },
            cancellationToken
        );

    /// <summary>The manager's button: it is promised, for the time it was asked for or, when that has passed, for now. Nothing that expired
    /// is.</summary>
    /// <param name="content">As it is sent: the content that was asked for, signed.</param>
    /// <param name="present">Which Redis it is, where none was kept when it was asked for.</param>
    public Task<bool> ApproveAsync(
        Campaign campaign,
        Content content,
        StaffMember manager,
        DateTimeOffset now,
        CancellationToken cancellationToken,
        RedisLives? present = null
    ) =>
        campaigns.ChangeAsync(
            campaign.Id,
            campaign.Version,
            new(
                CampaignChange.Approve,
                """
                approved_by = @manager, approved_at = @now, content = @content, due_at = case when due_at < @now then @now else due_at end,
                    promised_present = coalesce(promised_present, @present)
                """,
                ("fingerprint", Fingerprint(campaign)),
                ("now", now),
                ("manager", manager.Id),
                ("content", LedgerJson.Write(content)),
                Promise.Of(present)
            )
            {
                If = "and fingerprint = @fingerprint and expires_at > @now",
                Also = writing => CampaignNotices.RaiseAsync(writing, campaign.Id, CampaignNoticeReason.Approved, now, manager.Name),
            },
            cancellationToken
        );

    /// <summary>Back to its sender as a draft, with the manager's words. Its time, if it has not passed, stays as a proposal.</summary>
    public Task<bool> ReturnAsync(
        Campaign campaign,
        StaffMember manager,
        string words,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        campaigns.ChangeAsync(
            campaign.Id,
            campaign.Version,
            new(
                CampaignChange.Return,
                $"{Unasked}, {Proposed}, returned = @words",
                ("now", now),
                ("words", words.Length == 0 ? manager.Name : $"{manager.Name}: {StoredText.Clean(words, StoredText.LongestWords)}")
            )
            {
                Also = writing => CampaignNotices.RaiseAsync(writing, campaign.Id, CampaignNoticeReason.Returned, now, manager.Name),
            },
            cancellationToken
        );

    /// <summary>Back to a draft by its sender, who may change it; what was asked for, approved or scheduled is void. Its time, if
    /// it has not passed, stays as a proposal.</summary>
    public Task<bool> WithdrawAsync(Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken) =>
        campaigns.ChangeAsync(
            campaign.Id,
            campaign.Version,
            new(CampaignChange.Withdraw, $"{Unasked}, {Proposed}", ("now", now)),
            cancellationToken
        );

    private const string Proposed = "due_at = case when due_at > @now then due_at end";

    private static string Fingerprint(Campaign campaign)
    {
        var due = campaign.DueAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var asked = $"{LedgerJson.Write(campaign.Audience)}\n{LedgerJson.Write(campaign.Content)}\n{due}";
        if (campaign.WindowReason is { } reason)
            asked += $"\n{reason}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
    }
}
