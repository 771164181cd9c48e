using OmoBroadcast.Bench.Measuring;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>One thing that is measured.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>Measures, prints what was measured, and says which goals hold. Throws when something was lost or doubled on the
    /// way.</summary>
    Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Scene.Stage stage, CancellationToken cancellationToken);
}
