using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What all lanes of a node share.</summary>
public sealed record DispatchTools(
    RequestSource Supply,
    Settler Settler,
    Settlements Settlements,
    Holds Holds,
    AccountRate Pace,
    ChangeFeeds Feeds,
    Node Node,
    Notices Notices,
    TemplateHolds Templates
);
