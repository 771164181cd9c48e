using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OmoBroadcast.Tests.Survival.Trials))]

namespace OmoBroadcast.Tests.Survival;

/// <summary>Trials take the longest, and most of it is waiting: one after another, beginning first, while all other tests run beside
/// them.</summary>
[CollectionDefinition(nameof(Trials))]
public sealed class Trials : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName == nameof(Trials))];
}
