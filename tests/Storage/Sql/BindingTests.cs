using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class BindingTests
{
    private static readonly CustomerKey Ann = new(Given.Line, "Uann"),
        Bob = new(Given.Line, "Ubob");
    private static readonly StaffMember Lin = new("lin", "林店員", Role.Salesperson, "taipei");

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_fixed_binding_stays_and_a_free_one_follows_the_later_act(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var bindings = new Bindings(ledger.Database);
        Assert.Equal(Given.Mei.Id, (await bindings.BindAsync(Ann, Given.Mei, Given.Now, replace: false, default)).Staff, ignoreCase: true);
        Assert.Equal(
            Given.Mei.Id,
            (await bindings.BindAsync(Ann, Lin, Given.Now.AddMinutes(1), replace: false, default)).Staff,
            ignoreCase: true
        );
        Assert.Equal(Lin.Id, (await bindings.BindAsync(Ann, Lin, Given.Now.AddMinutes(2), replace: true, default)).Staff);

        // An act of an earlier hour that comes late, or again, changes nothing.
        Assert.Equal(Lin.Id, (await bindings.BindAsync(Ann, Given.Mei, Given.Now.AddMinutes(1), replace: true, default)).Staff);
        Assert.Equal(Lin.Id, (await bindings.FindAsync(Ann, default))!.Staff);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Only_ones_own_are_let_go_or_passed_on(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var bindings = new Bindings(ledger.Database);
        await bindings.BindAsync(Ann, Given.Mei, Given.Now, replace: false, default);
        await bindings.BindAsync(Bob, Given.Mei, Given.Now, replace: false, default);
        Assert.False(await bindings.UnbindAsync(Ann, Lin.Id, Given.Now.AddMinutes(1), default));
        Assert.Equal(0, await bindings.TransferAsync([Ann, Bob], Lin.Id, Given.Mei, Given.Now.AddMinutes(1), default));

        Assert.True(await bindings.UnbindAsync(Ann, Given.Mei.Id.ToUpperInvariant(), Given.Now.AddMinutes(1), default));
        Assert.Equal(1, await bindings.TransferAsync([Ann, Bob], Given.Mei.Id, Lin, Given.Now.AddMinutes(2), default));

        Assert.Null(await bindings.FindAsync(Ann, default));
        Assert.Equal(["Ubob"], await bindings.PageAsync(Given.Line, Lin.Id, null, 10, default));
        Assert.Equal(0, await bindings.CountAsync(Given.Line, Given.Mei.Id, default));
        Assert.Equal(
            ["Uann", "Ubob"],
            (await new Changes(ledger.Database).SinceAsync(Given.Line, 0, bindings: true, default))
                .Users.Select(change => change.UserId)
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Pages_go_on_where_the_last_one_ended(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var bindings = new Bindings(ledger.Database);
        for (var i = 0; i < 7; i++)
            await bindings.BindAsync(new(Given.Line, $"U{i}"), Lin, Given.Now, replace: false, default);
        await bindings.BindAsync(new(Given.Other, "U9"), Lin, Given.Now, replace: false, default);
        var first = await bindings.PageAsync(Given.Line, Lin.Id, null, 4, default);
        Assert.Equal(["U0", "U1", "U2", "U3"], first);
        Assert.Equal(["U4", "U5", "U6"], await bindings.PageAsync(Given.Line, Lin.Id, first[^1], 4, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_code_stays_the_same_and_leads_to_whoever_still_works_here(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var bindings = new Bindings(ledger.Database);
        var directory = new StaffDirectory(ledger.Database);
        await directory.ReplaceAsync([Given.Mei, Lin], default);
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bindings.CodeAsync(Lin.Id, Given.Now, default)));
        var code = Assert.Single(codes.Distinct());
        Assert.NotEqual(code, await bindings.CodeAsync(Given.Mei.Id, Given.Now, default));
        Assert.Equal(Lin, await bindings.OfCodeAsync(code, default));

        await directory.ReplaceAsync([Given.Mei], default);
        Assert.Null(await bindings.OfCodeAsync(code, default));
    }
}
