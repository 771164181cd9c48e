using Xunit.v3;

namespace OmoBroadcast.Tests.House;

/// <summary>A trial of force, not of function, that takes five seconds or more: much of one thing, chance many times over, a bound in time
/// or memory, a server that is killed. <c>./test --fast</c> leaves it out, <c>./test</c> does not.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LongAttribute : Attribute, ITraitAttribute
{
    public const string Name = "takes",
        Value = "long";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, Value)];
}
