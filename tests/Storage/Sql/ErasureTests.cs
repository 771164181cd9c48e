using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Somebody who is to be forgotten is in no table any more, and everything still adds up.</summary>
public sealed class ErasureTests
{
    private const string Canary = "Ucanary_0123456789";
    private static readonly CustomerKey Person = new(Given.Line, Canary);

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_person_is_in_no_table_any_more_and_every_sum_stays(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (single, batch) = (await AloneAsync(ledger), await AmongAsync(ledger));
        foreach (var request in await ledger.ClaimAsync())
            await ledger.Settlements.SettleAsync([Arrived(request)], default);
        await NoteAsync(ledger);
        var before = await ledger.Deliveries.TallyAsync(single, default);

        var erasure = await EraseAsync(ledger);
        Assert.Empty(await FoundAsync(ledger, Canary));
        Assert.DoesNotContain((await FoundAsync(ledger, "金絲雀")), place => !place.StartsWith("deliveries", StringComparison.Ordinal));
        Assert.Equal(before, await ledger.Deliveries.TallyAsync(single, default));
        Assert.Equal(3, (await ledger.Deliveries.TallyAsync(batch, default)).Accepted);
        var kept = await ledger.Deliveries.DeliveriesAsync(batch, DeliveryFilter.All, 0, 10, default);
        Assert.Equal(
            ["Ua", "UcanaryX0123456789", erasure.Pseudonym],
            kept.Select(delivery => delivery.Customer.UserId).Order(StringComparer.Ordinal)
        );
        Assert.Null(Assert.Single(kept, delivery => delivery.Customer.UserId == erasure.Pseudonym).Name);
    }

    /// <summary>A campaign to the person, with their name in its words.</summary>
    private static Task<long> AloneAsync(LedgerFixture ledger)
    {
        var alone = new NewRequest(
            Guid.CreateVersion7(),
            Given.Line,
            RequestKind.Single,
            RequestClass.Staff,
            [Canary],
            new Content([new OutboundMessage.Text("金絲雀您好")]),
            true,
            Given.Now.AddHours(1)
        );
        return ledger.SendingAsync(new LaunchPage("end", [new(Given.Line, Canary, "金絲雀", alone.Id, null)], [alone]));
    }

    /// <summary>A campaign to the person among others, in one batch.</summary>
    private static Task<long> AmongAsync(LedgerFixture ledger)
    {
        var among = new NewRequest(
            Guid.CreateVersion7(),
            Given.Line,
            RequestKind.Batch,
            RequestClass.Staff,
            ["Ua", Canary, "UcanaryX0123456789"],
            null,
            true,
            Given.Now.AddHours(1)
        );
        var deliveries = among.Recipients.Select(user => new NewDelivery(Given.Line, user, "金絲雀", among.Id, null));
        return ledger.SendingAsync(new LaunchPage("end", [.. deliveries], [among]));
    }

    private static Settlement Arrived(ClaimedRequest request) =>
        request.Settled(SettledAs.Accepted) with
        {
            PlatformId = "wamid." + Canary,
            Trail = new(Given.Line, Canary, 1, 1, new(0, "wamid." + Canary, Given.Now)),
        };

    /// <summary>The batch is still waiting to be sent: it goes on without them or ends, and until then they are known.</summary>
    private static async Task<Erasure> EraseAsync(LedgerFixture ledger)
    {
        var erasures = new Erasures(ledger.Database);
        var erasure = await erasures.BeginAsync(Person, Given.Mei.Id, Given.Now, default);
        Assert.Equal(erasure, await erasures.BeginAsync(Person, Given.Mei.Id, Given.Now, default));
        Assert.Single((await new Suppressions(ledger.Database).FindAsync([Person], default))[Person]);
        Assert.False(await erasures.PassAsync(erasure, Given.Now, default));
        Assert.Equal(erasure, Assert.Single(await erasures.OpenAsync(10, default)));

        var claimed = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        await ledger.Settlements.SettleAsync([claimed.Settled(SettledAs.Accepted)], default);
        Assert.True(await erasures.PassAsync(erasure, Given.Now, default));
        Assert.Empty(await erasures.OpenAsync(10, default));
        return erasure;
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_opt_out_of_their_own_stays(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var suppressions = new Suppressions(ledger.Database);
        await suppressions.ApplyAsync([new(Person, SuppressionKind.Unsubscribed, true, Given.Now, "theirs")], default);
        var erasures = new Erasures(ledger.Database);
        Assert.True(await erasures.PassAsync(await erasures.BeginAsync(Person, Given.Mei.Id, Given.Now, default), Given.Now, default));
        Assert.Single((await suppressions.FindAsync([Person], default))[Person]);
        Assert.Equal(["suppressions"], await FoundAsync(ledger, Canary));
    }

    // In every table where somebody can be.
    private static async Task NoteAsync(LedgerFixture ledger)
    {
        var draft = await ledger.Campaigns.DraftAsync(
            Given.Mei,
            Audience.All with
            {
                Picked = [Person, new(Given.Line, "Ua")],
            },
            "zh-TW",
            Given.Now,
            default
        );
        Assert.NotNull(draft);
        await new Notes(ledger.Database).AddAsync(Person, Guid.NewGuid(), Given.Mei.Id, "喜歡藍色", Given.Now, default);
        await new Bindings(ledger.Database).BindAsync(Person, Given.Mei, Given.Now, false, default);
        await new SaidCards(ledger.Database).ShowsAsync(
            new(new("https://teams", "a:1", "m1"), Given.Mei.Id, $"mine.open\ncustomer\n{Person}", Fields: false),
            // A card that others are on, too.
            [Person, new(Given.Line, "Ua")],
            Given.Now,
            default
        );
        var chats = new Chats(ledger.Database);
        await chats.SaidAsync("a:1", "m1", new ChatMark(null, Person), default);
        await chats.ToldAsync("a:1", Person, default);
        var audit = new AuditLog(ledger.Database);
        await audit.BeginAsync(
            null,
            Given.Mei.Id,
            "conversation.take",
            $"{Person} {new CustomerKey(Given.Line, "Ua")}",
            Given.Now,
            default
        );
        await ledger.Reports.ApplyAsync(
            [new("r", Given.Line, Canary, Given.Now, false, new InboundBody.Receipt(ReceiptKind.Read, null, null, Given.Now, null), null)],
            _ => false,
            Given.Now,
            default
        );
        await ledger.Reports.ApplyAsync(
            [new("n", Given.Line, Canary, Given.Now, false, new InboundBody.Renamed("Uformer"), null)],
            _ => false,
            Given.Now,
            default
        );
        await new OptOutFiles(ledger.Database).KeepAsync(
            Guid.NewGuid(),
            Given.Mei.Id,
            Encoding.UTF8.GetBytes($"id\n{Canary}\n"),
            Given.Now,
            default
        );
        await ledger.Replies.AddReplyAsync(
            NewRequest.Reply(
                Guid.CreateVersion7(),
                new(Given.Line, Canary),
                new Content([new OutboundMessage.Text("金絲雀，到貨了")]),
                true,
                Given.Now.AddHours(1)
            ),
            Given.Mei.Id,
            default
        );
        var reply = Assert.Single(await ledger.ClaimAsync(cls: RequestClass.Reply));
        await ledger.Settlements.SettleAsync([reply.Settled(SettledAs.Accepted)], default);
        var inbox = new WebhookInbox(ledger.Database);
        await inbox.AddAsync(
            new(ChannelId.Line, new Dictionary<string, string>(), Encoding.UTF8.GetBytes($"{{\"userId\":\"{Canary}\"}}"), Given.Now),
            default
        );
        await inbox.QuarantineAsync(Assert.Single(await inbox.NextAsync(1, default)).Id, "poison", default);
        foreach (
            var table in (string[])
                [
                    "messages",
                    "watermarks",
                    "bindings",
                    "person_ids",
                    "opt_out_files",
                    "customer_notes",
                    "said_cards",
                    "audit",
                    "webhooks",
                    "campaigns",
                    "records",
                    "deliveries",
                ]
        )
            Assert.Contains(table, await FoundAsync(ledger, Canary));
    }

    /// <summary>The tables in which a text stands anywhere.</summary>
    private static async Task<IReadOnlyList<string>> FoundAsync(LedgerFixture ledger, string text)
    {
        var tables = await ledger.Database.QueryAsync(
            ledger.Database.Kind == DatabaseKind.Sqlite
                ? "select name from sqlite_master where type = 'table' order by name"
                : "select table_name::text as name from information_schema.tables where table_schema = 'public' order by 1",
            row => row.Text("name"),
            default
        );
        var found = new List<string>();
        await using var connection = await ledger.Database.OpenAsync(default);
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var row = await command.ExecuteReaderAsync();
            var stands = false;
            while (await row.ReadAsync())
                stands |= Enumerable.Range(0, row.FieldCount).Any(at => Written(row.GetValue(at)).Contains(text, StringComparison.Ordinal));
            if (stands)
                found.Add(table);
        }

        return found;
    }

    private static string Written(object value) =>
        value is byte[] bytes
            ? Encoding.UTF8.GetString(bytes)
            : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
