namespace OmoBroadcast.Desks.Acts;

/// <summary>What a desk answers: the thing asked for, or why not. No exception crosses a desk but for cancellation.</summary>
public abstract record Answer<T>
{
    private Answer() { }

    public sealed record Ok(T Value) : Answer<T>;

    /// <summary>Not this person's to see or do.</summary>
    public sealed record Denied : Answer<T>;

    public sealed record NotFound : Answer<T>;

    /// <summary>Somebody (perhaps the same press, come twice) was faster: what was asked from no longer stands. Ask for the present
    /// state.</summary>
    public sealed record Stale : Answer<T>;

    /// <summary>The input cannot be taken. <paramref name="Code"/> names the sentence, <paramref name="Limit"/> the number in it.</summary>
    public sealed record Invalid(string Field, string Code, long? Limit = null) : Answer<T>;

    /// <summary>A store is out of reach; nothing was done that cannot be asked again.</summary>
    public sealed record Away : Answer<T>;
}
