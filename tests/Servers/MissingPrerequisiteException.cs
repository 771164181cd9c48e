namespace OmoBroadcast.Tests.Servers;

/// <summary>This machine lacks a program or a right. By how the message begins, xunit skips the test instead of failing it.</summary>
public sealed class MissingPrerequisiteException(string what) : Exception(SkipToken + what)
{
    private const string SkipToken = "$XunitDynamicSkip$";
}
