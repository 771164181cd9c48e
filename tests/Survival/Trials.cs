using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OmoBroadcast.Tests.Survival.Trials))]

namespace OmoBroadcast.Tests.Survival;

/// <summary>
/// Trials take the longest, and most of it is waiting: in two lanes, one after another in each, beginning first, while all other tests run
/// beside them.
/// </summary>
[CollectionDefinition(nameof(Trials))]
public sealed class Trials : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName is nameof(Trials) or nameof(SecondLane))];
}

/// <summary>The other lane: about half of the time that all trials take.</summary>
[CollectionDefinition(nameof(SecondLane))]
public sealed class SecondLane;
