using DbUp.Builder;
using DbUp.Engine.Output;

namespace OmoBroadcast.Store.Promises;

/// <summary>The numbered scripts, each run once and in order. A script only ever adds, so that the version before can run beside it.</summary>
internal static class Migrations
{
    public static void Run(UpgradeEngineBuilder builder, DatabaseKind kind, IUpgradeLog log)
    {
        var folder = $"{typeof(Migrations).Namespace}.Scripts.{kind}.";
        var result = builder
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(log)
            .Build()
            .PerformUpgrade();
        if (!result.Successful) throw result.Error;
    }
}
