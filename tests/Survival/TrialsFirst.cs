using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OmoBroadcast.Tests.Survival.TrialsFirst))]

namespace OmoBroadcast.Tests.Survival;

/// <summary>Trials take the longest, most of it waiting: they begin first, so that all else runs beside them.</summary>
public sealed class TrialsFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(".Survival.", StringComparison.Ordinal))];
}
