using DbUp.Builder;
using DbUp.Engine.Output;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The numbered scripts, each run once and in order. A script only ever adds, so that the version before can run beside it; the
/// one exception fences that version off (0035).</summary>
internal static class Migrations
{
    /// <summary>By its name a database knows which script has run: see the project's file.</summary>
    private const string Scripts = "OmoBroadcast.Store.Promises.Scripts";

    public static void Run(UpgradeEngineBuilder builder, DatabaseKind kind, IUpgradeLog log)
    {
        var folder = $"{Scripts}.{kind}.";
        var result = builder
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(log)
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw result.Error;
    }
}
