namespace OmoBroadcast.Bench.Measuring;

/// <summary>
/// Reference and ours in turns. Who begins alternates, so that neither always finds the machine as the other left it. A round that others
/// disturbed is void and made again; when too many were, the last ones count and are said to be dirty.
/// </summary>
internal sealed class Rounds<TBare, TOurs>
{
    private Rounds() { }

    public List<TBare> Bare { get; } = [];

    public List<TOurs> Ours { get; } = [];

    /// <summary>Rounds that were made again.</summary>
    public int Void { get; private set; }

    /// <summary>Rounds that count although the machine had other work.</summary>
    public int Dirty { get; private set; }

    /// <summary>Measures <see cref="BenchOptions.Rounds"/> rounds, and at most twice as many again for those that are void.</summary>
    /// <param name="counts">Told of each round that counts, by its number.</param>
    public static async Task<Rounds<TBare, TOurs>> MeasureAsync(
        BenchOptions options,
        Func<Task<TBare>> bare,
        Func<Task<TOurs>> ours,
        Action<int, TBare, TOurs> counts
    )
    {
        var rounds = new Rounds<TBare, TOurs>();
        for (var made = 0; rounds.Ours.Count < options.Rounds; made++)
        {
            var meter = new DisturbanceMeter();
            TBare theirs;
            TOurs mine;
            if (made % 2 == 0)
                (theirs, mine) = (await bare(), await ours());
            else
                (mine, theirs) = (await ours(), await bare());
            var disturbance = meter.Stop();
            if (disturbance.IsDirty && rounds.Void < 2 * options.Rounds && !options.Quick)
            {
                rounds.Void++;
                Paper.Say($"void: {disturbance}");
                continue;
            }

            if (disturbance.IsDirty)
                rounds.Dirty++;
            rounds.Bare.Add(theirs);
            rounds.Ours.Add(mine);
            counts(rounds.Ours.Count, theirs, mine);
        }

        return rounds;
    }

    /// <summary>The ratio of ours to the reference, round by round.</summary>
    public Spread Ratio(Func<TBare, double> bare, Func<TOurs, double> ours) =>
        Spread.Of(Bare.Zip(Ours, (theirs, mine) => ours(mine) / bare(theirs)));

    /// <summary>"2 void, 1 dirty", for the last line of a table.</summary>
    public string Faults => $"median ({Void} void, {Dirty} dirty)";
}
