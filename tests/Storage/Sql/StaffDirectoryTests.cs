using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class StaffDirectoryTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Who_leaves_is_known_here_at_once_and_on_another_node_within_a_second(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var clock = new FakeTimeProvider();
        await using var second = new Database(ledger.Options, clock, NullLogger<Database>.Instance);
        await second.MigrateAsync(default);
        var (here, there) = (new StaffDirectory(ledger.Database), new StaffDirectory(second));
        await here.ReplaceAsync([Given.Mei], default);
        Assert.NotNull(await here.FindAsync(Given.Mei.Id, default));
        Assert.NotNull(await there.FindAsync(Given.Mei.Id, default));

        await here.ReplaceAsync([], default);
        Assert.Null(await here.FindAsync(Given.Mei.Id, default));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await there.FindAsync(Given.Mei.Id, default));
    }
}
