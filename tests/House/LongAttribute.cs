using Xunit.v3;

namespace OmoBroadcast.Tests.House;

/// <summary>Waits or works for longer than somebody at the desk wants to: <c>./test --fast</c> leaves it out, <c>./test</c> does
/// not.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LongAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("takes", "long")];
}
