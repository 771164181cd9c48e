using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Who a draft chooses at this moment.</summary>
/// <param name="Matching">How many of the sender's conversations in progress pass the filters.</param>
/// <param name="Tags">The tags in use among the sender's conversations, in order, for the filter's choices.</param>
/// <param name="FirstNames">The first few names.</param>
public sealed record ChosenAudience(Campaign Campaign, long Matching, IReadOnlyList<string> Tags, IReadOnlyList<string> FirstNames)
{
    /// <summary>What the store is called all of whose customers its sender may choose, as its manager; null: only their own.</summary>
    public string? Manages { get; init; }

    /// <summary>What the sender's store is called.</summary>
    public string StoreName { get; init; } = "";

    /// <summary>Where those come from whom one can choose among: for the filter's choices.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>群發訊息範本: how many of them belong to each template scope. A template reaches those of one.</summary>
    public IReadOnlyList<ScopeShare> Scopes { get; init; } = [];
}

/// <param name="Accounts">The names of its numbers.</param>
public sealed record ScopeShare(string Scope, IReadOnlyList<string> Accounts, long Customers);
