using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What all lanes of a node share.</summary>
public sealed record DispatchTools(Supply Supply, Settler Settler, Ledger Ledger, Pace Pace, ChangeFeeds Feeds, Node Node, Notices Notices, TemplateHolds Templates);
