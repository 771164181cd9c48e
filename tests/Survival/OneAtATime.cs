namespace OmoBroadcast.Tests.Survival;

/// <summary>What is judged by time, pace or memory runs after all others, one after another, beside nothing else.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
