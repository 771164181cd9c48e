namespace OmoBroadcast.Tests.Survival;

/// <summary>Trials have deadlines and take both cores: they run one after another, beside nothing else.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
