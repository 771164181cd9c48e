using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>One call to Meta.</summary>
/// <param name="At">Arrival, Unix microseconds.</param>
/// <param name="Channel">By the address.</param>
/// <param name="Node">The object that is meant: an account, <c>me</c>, a WABA, a person, a medium.</param>
/// <param name="Edge">What of it; null = itself.</param>
/// <param name="Token">The access token.</param>
/// <param name="Accounts">Those the token opens; never empty.</param>
internal sealed record GraphVisit(long At, Channel Channel, string Node, string? Edge, string Token, IReadOnlyList<MetaAccount> Accounts)
{
    /// <summary>What this call counts as.</summary>
    public CallKind Kind { get; set; } = CallKind.Other;

    /// <summary>The account that is the node; null if it is none of the token's.</summary>
    public MetaAccount? Account { get; } = Node == "me" ? Accounts[0] : Accounts.FirstOrDefault(a => a.Id == Node || a.PageId == Node);
}
