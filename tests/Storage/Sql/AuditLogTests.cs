using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Lines of the audit log that many ask for at once, which are written together.</summary>
public sealed class AuditLogTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_many_acts_at_once_each_begins_once_and_is_told_its_own_line(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await using var beside = kind == DatabaseKind.Postgres ? await ledger.BesideAsync() : null;
        AuditLog[] nodes = [new(ledger.Database), new((beside ?? ledger).Database)];

        var begun = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(async i => (Act: i / 4, Id: await BeginAsync(nodes[i % 2], $"{i / 4}", Once(i / 4))))
        );

        var lines = await nodes[0].PageAsync(new(DateTimeOffset.MinValue), null, 1_000, default);
        // Every tenth without an id of its own: each of the four is an act.
        Assert.Equal(90 + 40, lines.Count);
        foreach (var (act, id) in begun.Where(one => one.Id is not null))
            Assert.Equal($"{act}", lines.Single(line => line.Id == id).Target);
        Assert.Equal(lines.Count, begun.Where(one => one.Id is not null).Select(one => one.Id).Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_many_that_end_at_once_only_those_that_did_nothing_are_good_again(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var audit = new AuditLog(ledger.Database);
        var outcomes = Enumerable.Range(0, 60).Select(i => (AuditOutcome)(1 + (i % 3))).ToList();
        var ids = await Task.WhenAll(outcomes.Select((_, i) => BeginAsync(audit, $"{i}", $"once {i}")));

        await Task.WhenAll(outcomes.Select((outcome, i) => audit.EndAsync(ids[i]!.Value, outcome)));

        var lines = (await audit.PageAsync(new(DateTimeOffset.MinValue), null, 100, default)).ToDictionary(line => line.Id);
        Assert.Equal(outcomes, ids.Select(id => lines[id!.Value].Outcome));
        var again = await Task.WhenAll(outcomes.Select((_, i) => BeginAsync(audit, $"{i}", $"once {i}")));
        Assert.Equal(outcomes.Select(outcome => outcome != AuditOutcome.Done), again.Select(id => id is not null));
    }

    private static string? Once(int act) => act % 10 == 0 ? null : $"once {act}";

    private static Task<long?> BeginAsync(AuditLog audit, string target, string? once) =>
        audit.BeginAsync(once, Given.Mei.Id, "an.act", target, Given.Now, default);
}
