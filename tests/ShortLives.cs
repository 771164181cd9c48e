using System.Runtime.CompilerServices;

namespace OmoBroadcast.Tests;

/// <summary>Programs that a test starts live for seconds. Compiling again what is called often pays off in minutes, and took a quarter of
/// all processor time of the trials.</summary>
internal static class ShortLives
{
    [ModuleInitializer]
    internal static void CompileOnce() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
}
