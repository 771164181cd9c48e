using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A ledger as the version before the queue left it: everything in one table.</summary>
internal static class OldRows
{
    public static readonly Guid Reply = new("00000000-0000-0000-0000-0000000000ff");

    public static async Task WriteAsync(LedgerFixture ledger)
    {
        await using var connection = await ledger.Database.Engine.OpenAsync(default);
        foreach (var statement in Statements(ledger.Database.Kind))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static IEnumerable<string> Statements(DatabaseKind kind)
    {
        string Id(int number) => kind == DatabaseKind.Sqlite ? $"x'{number:x32}'" : $"'{number:x32}'::uuid";
        string Request(int number, int campaign, string account, string rest) =>
            $"""
                insert into requests (id, campaign, account, kind, class, retry_safe, recipients, expires_at, size, state, epoch, attempts,
                    uncertain, lease_until, lease_owner, first_attempt_at, settled_at, code, rank, unbegun)
                values ({Id(number)}, {campaign}, {account}, 0, {(campaign == 0 ? 0 : 1)}, 1, 'U{number}', 4102444800000, {rest})
                """;
        var now = Given.Now.ToUnixTimeMilliseconds();
        yield return $"insert into accounts (name) values ('{Given.Line}')";
        foreach (var (campaign, state, settled) in new[] { (1, (int)CampaignState.Sending, 0), (2, (int)CampaignState.Done, 1) })
            yield return $$"""
                insert into campaigns (id, state, version, sender, store, locale, audience, content, created_at, started_at, launched,
                    settled)
                values ({{campaign}}, {{state}}, 1, 'mei', 'taipei', 'en', '{"from":"mine"}', '{"messages":[]}', 0, 0, 1, {{settled}})
                """;
        // Size, state, epoch, attempts, uncertain, lease, whose, first tried, settled, code, rank.
        yield return Request(1, 1, "1", "1, 0, 0, 0, 0, null, null, null, null, null, 0, 0");
        yield return Request(2, 1, "1", $"1, 1, 3, 3, 0, 0, 'old', {now}, null, null, 0, 0");
        yield return Request(3, 1, "1", $"1, 1, 1, 1, 0, 4102444800000, 'old', {now}, null, null, 0, 0");
        yield return Request(4, 1, "1", "1, 2, 1, 1, 0, null, null, 0, 1, null, 4, 0");
        yield return Request(5, 1, "1", "1, 3, 1, 1, 0, null, null, 0, 1, '400', 0, 0");
        yield return Request(6, 1, "1", "1, 4, 1, 1, 1, null, null, 0, 1, 'lease', 0, 0");
        yield return Request(7, 1, "1", "1, 7, 1, 1, 0, null, null, 0, 1, 'Blocked', 0, 0");
        yield return Request(8, 1, "1", "5, 8, 1, 1, 0, null, null, 0, 1, null, 0, 0");
        yield return Request(255, 0, "1", "1, 0, 0, 0, 0, null, null, null, null, null, 0, 0");
        for (var number = 1; number <= 7; number++)
            yield return $"insert into deliveries (campaign, account, user_id, request) values (1, 1, 'U{number}', {Id(number)})";
        yield return $"insert into deliveries (campaign, account, user_id, skip) values (1, 1, 'U9', {SkipReason.Unsubscribed:d})";
        yield return "update campaigns set forgotten = 2 where id = 2";
        yield return "insert into kept_tallies values (2, 1, 2, '', 40)";
        yield return "insert into kept_tallies values (2, 1, 7, 'Blocked', 2)";
        yield return "insert into kept_tallies values (2, 1, 8, '', 9)";
    }
}
