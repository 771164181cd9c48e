namespace OmoBroadcast.Storage.Sql;

/// <summary>The stores whose send window is open at one moment.</summary>
/// <param name="Others">Whether those of stores that are not named are.</param>
/// <param name="Except">The stores with which it is the other way round.</param>
public sealed record OpenStores(bool Others, IReadOnlyList<string> Except)
{
    /// <summary>There are no send windows.</summary>
    public static readonly OpenStores All = new(true, []);

    internal static string Condition(Engine engine) =>
        $"(window_reason is not null or case when {engine.Among("store", "@stores")} then 1 - @open else @open end = 1)";

    internal (string, object?)[] Parameters(Engine engine) => [("open", Others ? 1 : 0), ("stores", engine.List(Except))];
}
