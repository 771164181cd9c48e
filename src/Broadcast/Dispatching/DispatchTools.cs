using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What all lanes of a node share.</summary>
public sealed record DispatchTools(
    RequestSource Supply,
    Settler Settler,
    Ledger Ledger,
    AccountRate Pace,
    ChangeFeeds Feeds,
    Node Node,
    Notices Notices,
    TemplateHolds Templates
);
