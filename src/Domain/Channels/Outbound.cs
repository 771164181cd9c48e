using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Domain.Channels;

/// <summary>One HTTP call to make.</summary>
/// <param name="RequestId">The id of the ledger's row, the same in every attempt: the platform's retry key or callback data.</param>
/// <param name="Account">The account to send from.</param>
/// <param name="Recipients">User ids; one, or up to <see cref="ChannelLimits.RecipientsPerRequest"/> for a batch.</param>
/// <param name="Content">The messages. One instance is shared by all requests of a campaign whose content does not differ by person.</param>
public sealed record Outbound(Guid RequestId, AccountKey Account, IReadOnlyList<string> Recipients, Content Content);
