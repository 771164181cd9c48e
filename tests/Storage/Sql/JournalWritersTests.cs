using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Two nodes that write the journal at once: neither waits for the other for ever.</summary>
public sealed class JournalWritersTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Base = TimeProvider.System.GetUtcNow().AddHours(-2);

    [Fact]
    public async Task Both_with_the_same_of_several_accounts_the_other_way_round()
    {
        await using var one = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await using var other = await LedgerFixture.OnAsync(one.Options.Database);
        AccountKey[] accounts = [.. Enumerable.Range(0, 3).Select(_ => Engines.Account())];
        for (var round = 0; round < 5; round++)
        {
            JournalEntry[] entries = [.. Enumerable.Range(0, 6_000).Select(number => Said(accounts[number % 3], number % 7, number))];
            await Task.WhenAll(WriteAsync(one, entries), WriteAsync(other, [.. entries.Reverse()]));
        }

        foreach (var account in accounts)
            Assert.Equal(
                5 * 2_000,
                (
                    await Task.WhenAll(
                        Enumerable.Range(0, 7).Select(user => new Journal(one.Database).CountAsync(User(account, user), None))
                    )
                ).Sum()
            );
    }

    /// <summary>One takes words away that the other takes back, in the other order.</summary>
    [Fact]
    public async Task One_erases_whose_messages_the_other_sees_taken_back()
    {
        await using var one = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await using var other = await LedgerFixture.OnAsync(one.Options.Database);
        var account = Engines.Account();
        for (var round = 0; round < 6; round++)
        {
            JournalEntry[] said = [.. Enumerable.Range(0, 400).Select(number => Said(account, round, number))];
            await WriteAsync(one, said);
            var erasures = new Erasures(one.Database);
            var erasure = await erasures.BeginAsync(User(account, round), "S1", Base.AddHours(1), None);
            await Task.WhenAll(erasures.PassAsync(erasure, Base.AddHours(1), None), WriteAsync(other, [.. said.Reverse().Select(Unsent)]));
            Assert.Equal(0, await new Journal(one.Database).CountAsync(User(account, round), None));
        }
    }

    private static CustomerKey User(AccountKey account, int user) => new(account, $"U{user}");

    private static JournalEntry Said(AccountKey account, int user, int number) =>
        new("m", User(account, user), Guid.NewGuid(), Base.ToUnixTimeMilliseconds(), Base.ToUnixTimeMilliseconds())
        {
            Message = $"m{number}",
            Detail = "\n0f-\n",
            Words = "hello",
        };

    private static JournalEntry Unsent(JournalEntry said) =>
        said with
        {
            What = JournalWords.Unsent,
            Digest = Guid.NewGuid(),
            Detail = null,
            Words = said.Message,
        };

    private static Task WriteAsync(LedgerFixture ledger, JournalEntry[] entries) =>
        new Journal(ledger.Database).AppendAsync(entries, [], None);
}
