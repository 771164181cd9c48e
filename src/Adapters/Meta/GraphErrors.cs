namespace OmoBroadcast.Adapters.Meta;

/// <summary>The codes that mean the same all over the Graph API.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/guides/error-handling"/>
internal static class GraphErrors
{
    public static readonly IReadOnlyList<GraphRule> Everywhere =
    [
        new(1, 0, Remedy.Retry),
        new(2, 0, Remedy.Retry),
        new(3, 0, Remedy.Stop),
        new(4, 0, Remedy.Pace, 60),
        new(10, 0, Remedy.Stop),
        new(17, 0, Remedy.Pace, 60),
        new(32, 0, Remedy.Pace, 60),
        new(33, 0, Remedy.Stop),
        new(100, 0, Remedy.Fix),
        new(100, 33, Remedy.Stop),
        new(102, 0, Remedy.Stop),
        new(104, 0, Remedy.Stop),
        new(190, 0, Remedy.Stop),
        .. Enumerable.Range(200, 100).Select(code => new GraphRule(code, 0, Remedy.Stop)),
        new(341, 0, Remedy.Pace, 3600),
        new(368, 0, Remedy.Stop),
        new(613, 0, Remedy.Pace, 60),
        new(2500, 0, Remedy.Fix),
        new(2635, 0, Remedy.Stop),
        new(80001, 0, Remedy.Pace, 300),
        new(80002, 0, Remedy.Pace, 300),
        new(80006, 0, Remedy.Pace, 300),
        new(80007, 0, Remedy.Pace, 300),
        new(80008, 0, Remedy.Pace, 300),
    ];
}
