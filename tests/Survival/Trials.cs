using OmoBroadcast.Tests.Broadcast;
using OmoBroadcast.Tests.Storage.Sql;
using OmoBroadcast.Tests.Teams;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OmoBroadcast.Tests.Survival.Trials))]

namespace OmoBroadcast.Tests.Survival;

/// <summary>
/// Trials take the longest, and most of it is waiting: in three lanes, one after another in each, beginning first, while all other tests
/// run beside them. This one is about a third of the time that all trials take.
/// </summary>
[CollectionDefinition(nameof(Trials))]
public sealed class Trials : ITestCollectionOrderer
{
    private static readonly string[] Lanes = [nameof(Trials), nameof(SecondLane), nameof(ThirdLane)];

    /// <summary>What waits longest of all that is no trial: begun last it would be waited for alone.</summary>
    private static readonly string[] Long =
    [
        .. (
            (Type[])
                [
                    typeof(BetweenLaunchAndCallTests),
                    typeof(Teams.ApprovalTests),
                    typeof(MessagesEndpointTests),
                    typeof(LostPresentTests),
                    typeof(BatchClaimTests),
                    typeof(PaceHeldTests),
                    typeof(PlanTests),
                    typeof(KeptRepliesTests),
                ]
        ).Select(type => $" {type.FullName} "),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Turn(collection.TestCollectionDisplayName))];

    private static int Turn(string collection) =>
        Lanes.Contains(collection) ? 0
        : Long.Any(name => collection.Contains(name, StringComparison.Ordinal)) ? 1
        : 2;
}

/// <summary>Another lane: about a third of the time that all trials take.</summary>
[CollectionDefinition(nameof(SecondLane))]
public sealed class SecondLane;

/// <summary>The last lane: about a third of the time that all trials take.</summary>
[CollectionDefinition(nameof(ThirdLane))]
public sealed class ThirdLane;
