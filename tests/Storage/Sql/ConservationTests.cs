using CsCheck;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>
/// Whatever happens in whatever order, the chosen are all accounted for, and what was once accepted stays so. Faults.md calls it I1.
/// </summary>
[Long]
public sealed partial class ConservationTests
{
    private enum Step
    {
        Singles,
        Batch,
        Skipped,
        Again,
        TakeOver,
        Finish,
        Claim,
        ClaimAndVanish,
        BeginSome,
        Settle,
        SettleStale,
        Skip,
        Split,
        Release,
        Sweep,
        Pause,
        Resume,
        Cancel,
        Later,
    }

    private static readonly Gen<(Step Step, int Dice)[]> Stories = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(Step.Singles)),
            (3, Gen.Const(Step.Batch)),
            (1, Gen.Const(Step.Skipped)),
            (1, Gen.Const(Step.Again)),
            (1, Gen.Const(Step.TakeOver)),
            (1, Gen.Const(Step.Finish)),
            (5, Gen.Const(Step.Claim)),
            (2, Gen.Const(Step.ClaimAndVanish)),
            (3, Gen.Const(Step.BeginSome)),
            (5, Gen.Const(Step.Settle)),
            (1, Gen.Const(Step.SettleStale)),
            (1, Gen.Const(Step.Skip)),
            (1, Gen.Const(Step.Split)),
            (1, Gen.Const(Step.Release)),
            (3, Gen.Const(Step.Sweep)),
            (1, Gen.Const(Step.Pause)),
            (2, Gen.Const(Step.Resume)),
            (1, Gen.Const(Step.Cancel)),
            (1, Gen.Const(Step.Later))
        ),
        Gen.Int[0, 1_000_000]
    ).Array[5, 40];

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 60)]
    [InlineData(DatabaseKind.Postgres, 25)]
    public async Task Everyone_chosen_is_accounted_for_after_every_step(DatabaseKind kind, int stories)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var told = 0;
        await Stories.SampleAsync(
            async story =>
            {
                var teller = new Teller(ledger, new(ChannelId.Line, $"U{Interlocked.Increment(ref told)}"));
                await teller.BeginAsync();
                foreach (var (step, dice) in story)
                {
                    await teller.DoAsync(step, new(dice));
                    await teller.CheckAsync();
                }
                await TallyCheck.HoldAsync(ledger);
            },
            iter: stories,
            threads: 1
        );
    }
}
