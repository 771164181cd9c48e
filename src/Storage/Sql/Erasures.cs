using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Persons who asked to be forgotten. What was counted stays counted, under a pseudonym; their name, what was said to them and their id go.
/// An opt-out of their own stays: without it they could be written to again. What is on its way to them ends first, so it is done in
/// passes.
/// </summary>
public sealed class Erasures(Database database)
{
    private const string ByUs = "erased:";
    private const int AtOnce = 200;

    private static readonly string Blank = LedgerJson.Write(new Content([new OutboundMessage.Text("—")]));

    private readonly Accounts accounts = new(database);

    /// <summary>From here on nothing is begun to them. Asked for again while it lasts, it is the same.</summary>
    public async Task<Erasure> BeginAsync(CustomerKey customer, string staffId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (account, user) = (
            await accounts.NumberAsync(customer.Account, cancellationToken),
            StoredText.Clean(customer.UserId, StoredText.LongestId)
        );
        return await database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync(
                    """
                    insert into erasures (pseudonym, account, user_id, staff, at) values (@pseudonym, @account, @user, @staff, @at)
                    on conflict (account, user_id) where user_id is not null do nothing
                    """,
                    ("pseudonym", $"{ByUs}{Guid.NewGuid():N}"),
                    ("account", account),
                    ("user", user),
                    ("staff", staffId.ToLowerInvariant()),
                    ("at", now)
                );
                var erasure = (
                    await writing.QueryAsync(
                        "select pseudonym, at from erasures where account = @account and user_id = @user",
                        row => new Erasure(customer, row.Text("pseudonym"), row.Time("at")),
                        ("account", account),
                        ("user", user)
                    )
                ).Single();
                await StopAsync(writing, account, erasure, now);
                await Journal.BeginErasingAsync(writing, database.Engine, new(account, user, erasure.At, now));
                return erasure;
            },
            cancellationToken
        );
    }

    private async Task StopAsync(SqlTransaction writing, int account, Erasure erasure, DateTimeOffset now)
    {
        var stopped = await writing.QueryAsync(
            "select 1 from suppressions where account = @account and user_id = @user and kind = @kind and active = 1",
            row => true,
            ("account", account),
            ("user", StoredText.Clean(erasure.Customer.UserId, StoredText.LongestId)),
            ("kind", SuppressionKind.Unsubscribed)
        );
        // Known by the pseudonym, so that it can be taken back at the end, under whatever other ids it was written too.
        if (stopped.Count == 0)
            await Suppressions.ApplyAsync(
                writing,
                database.Engine,
                account,
                [new(erasure.Customer, SuppressionKind.Unsubscribed, true, now, erasure.Pseudonym)]
            );
    }

    /// <summary>Those under way, the oldest first.</summary>
    public async Task<IReadOnlyList<Erasure>> OpenAsync(int most, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "select account, user_id, pseudonym, at from erasures where user_id is not null order by at, pseudonym limit @most",
            row => (Account: row.Number("account"), User: row.Text("user_id"), Pseudonym: row.Text("pseudonym"), At: row.Time("at")),
            cancellationToken,
            ("most", most)
        );
        var open = new List<Erasure>(rows.Count);
        foreach (var row in rows)
            open.Add(new(new(await accounts.KeyAsync(row.Account, cancellationToken), row.User), row.Pseudonym, row.At));
        return open;
    }

    /// <summary>
    /// Forgets what can be forgotten now; true when that was all. Reads both tables of the ledger whole, which costs seconds where they are
    /// large and holds up nobody: an index by person would cost every launch.
    /// </summary>
    public async Task<bool> PassAsync(Erasure erasure, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = new Person(
            await accounts.NumberAsync(erasure.Customer.Account, cancellationToken),
            erasure.Customer,
            erasure.Pseudonym,
            erasure.At
        );
        var requests = await RequestsAsync(person, cancellationToken);
        foreach (var some in requests.Where(request => !request.Open).Chunk(AtOnce))
            await database.WriteAsync(writing => RewriteAsync(writing, person, some), cancellationToken);
        foreach (var some in (await CampaignsAsync(person, cancellationToken)).Chunk(AtOnce))
            await database.WriteAsync(writing => PseudonymAsync(writing, person, some), cancellationToken);
        if (requests.Any(request => request.Open))
            return false;
        foreach (var body in await SetAsideAsync(person, cancellationToken))
            await database.ExecuteAsync("delete from webhooks where id = @id", cancellationToken, ("id", body));
        await database.WriteAsync(writing => RestAsync(writing, person, now), cancellationToken);
        return true;
    }

    private async Task<List<Request>> RequestsAsync(Person person, CancellationToken cancellationToken)
    {
        // LIKE may find more, as it takes an underscore for any letter: whom it found is looked at.
        var found = new List<Request>();
        foreach (var table in (string[])["queue", "records"])
            found.AddRange(
                await database.QueryAsync(
                    $"select id, recipients from {table} where account = @account and @line || recipients || @line like @among",
                    row => new Request(row.Id("id"), table == "queue", row.Text("recipients")),
                    cancellationToken,
                    ("account", person.Account),
                    ("line", "\n"),
                    ("among", $"%\n{person.User}\n%")
                )
            );
        return [.. found.Where(row => row.Recipients.Split('\n').Contains(person.User))];
    }

    private Task<List<long>> CampaignsAsync(Person person, CancellationToken cancellationToken) =>
        database.QueryAsync(
            """
            select campaign from deliveries where account = @account and user_id = @user
                and not exists (select 1 from queue where queue.id = deliveries.request)
            """,
            row => row.Long("campaign"),
            cancellationToken,
            ("account", person.Account),
            ("user", person.User)
        );

    /// <summary>What was sent to somebody, oldest campaign first. Reads the ledger whole, as <see cref="PassAsync"/> does.</summary>
    public async Task<IReadOnlyList<SentTo>> SentAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select deliveries.campaign, records.settled_at,
                coalesce(records.state, case when skip is null then {RequestState.Queued:d} else {RequestState.Skipped:d} end) as state
            from deliveries left join records on records.id = deliveries.request
            where deliveries.account = @account and user_id = @user order by deliveries.campaign
            """,
            row => new SentTo(row.Long("campaign"), ((RequestState)row.Number("state")).Seen(), row.TimeOrNull("settled_at")),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId))
        );

    // What could not be applied is kept as it came, whoever else is in it: it has been looked at or it never will be.
    private async Task<List<long>> SetAsideAsync(Person person, CancellationToken cancellationToken)
    {
        var mark = Encoding.UTF8.GetBytes(person.User);
        var bodies = await database.QueryAsync(
            "select id, body from webhooks where quarantined = 1",
            row => (Id: row.Long("id"), Named: row.Bytes("body").AsSpan().IndexOf(mark) >= 0),
            cancellationToken
        );
        return [.. bodies.Where(body => body.Named).Select(body => body.Id)];
    }

    private async Task<bool> RewriteAsync(SqlTransaction writing, Person person, Request[] rows)
    {
        foreach (var row in rows)
        {
            var users = row.Recipients.Split('\n');
            var others = string.Join('\n', users.Select(user => user == person.User ? person.Pseudonym : user));
            var alone =
                users.Length == 1
                    ? ", content = case when content is null then null else @blank end, platform_id = null, reason = null"
                    : "";
            await writing.ExecuteAsync(
                $"update records set recipients = @others{alone} where id = @id and recipients = @before",
                ("others", others),
                ("blank", Blank),
                ("id", database.Engine.Key(row.Id)),
                ("before", row.Recipients)
            );
        }

        return true;
    }

    private static async Task<bool> PseudonymAsync(SqlTransaction writing, Person person, long[] campaigns)
    {
        foreach (var campaign in campaigns)
            await writing.ExecuteAsync(
                """
                update deliveries set user_id = @pseudonym, name = null
                where campaign = @campaign and account = @account and user_id = @user
                """,
                [.. person.Parameters, ("campaign", campaign)]
            );
        return true;
    }

    private async Task<bool> RestAsync(SqlTransaction writing, Person person, DateTimeOffset now)
    {
        // What draws a card anew may name all whom the card shows: it goes with each of them.
        await writing.ExecuteAsync(
            """
            delete from said_cards where exists (select 1 from said_cards theirs where theirs.account = @account and theirs.user_id = @user
                and theirs.conversation_id = said_cards.conversation_id and theirs.activity_id = said_cards.activity_id)
            """,
            person.Parameters
        );
        foreach (var table in (string[])["watermarks", "echoes", "bindings", "customer_notes", "notice_cards"])
            await writing.ExecuteAsync($"delete from {table} where account = @account and user_id = @user", person.Parameters);
        await Journal.EraseAsync(writing, database.Engine, new(person.Account, person.User, person.Asked, now));
        foreach (var column in (string[])["opened", "told"])
            await writing.ExecuteAsync($"update chats set {column} = null where {column} = @key", ("key", person.Customer.ToString()));
        await writing.ExecuteAsync("delete from suppressions where account = @account and event_id = @pseudonym", person.Parameters);
        // Whatever they said holds under each of their ids by now.
        await writing.ExecuteAsync(
            "delete from person_ids where account = @account and (id = @user or user_id = @user)",
            person.Parameters
        );
        // Lists that nobody has confirmed: they may name anybody, and can be sent again.
        await writing.ExecuteAsync("delete from opt_out_files");
        await MessagesAsync(writing, person);
        // As each is written: in an audience as JSON, in the audit log between blanks.
        await ReplaceAsync(writing, "campaigns", "audience", LedgerJson.Write(person.Customer), LedgerJson.Write(person.Instead));
        await ReplaceAsync(writing, "audit", "target", person.Customer.ToString(), person.Instead.ToString());
        await writing.ExecuteAsync(
            "update erasures set user_id = null, done_at = @now where pseudonym = @pseudonym",
            [.. person.Parameters, ("now", now)]
        );
        return true;
    }

    // A platform's id of a message can hold the number it went to.
    private static async Task MessagesAsync(SqlTransaction writing, Person person)
    {
        var ids = await writing.QueryAsync(
            "select platform_id from messages where account = @account and user_id = @user",
            row => row.Text("platform_id"),
            person.Parameters
        );
        foreach (var id in ids)
            await writing.ExecuteAsync(
                """
                update messages set user_id = @pseudonym, platform_id = @other, reason = null
                where account = @account and platform_id = @id
                """,
                [.. person.Parameters, ("other", $"{ByUs}{Guid.NewGuid():N}"), ("id", id)]
            );
    }

    private static async Task ReplaceAsync(SqlTransaction writing, string table, string column, string what, string instead)
    {
        var found = await writing.QueryAsync(
            $"select id, {column} as words from {table} where {column} like @among",
            row => (Id: row.Long("id"), Text: row.Text("words")),
            ("among", $"%{what}%")
        );
        foreach (var (id, text) in found)
        {
            var changed =
                column == "target"
                    ? string.Join(' ', text.Split(' ').Select(part => part == what ? instead : part))
                    : text.Replace(what, instead, StringComparison.Ordinal);
            if (changed != text)
                await writing.ExecuteAsync($"update {table} set {column} = @text where id = @id", ("text", changed), ("id", id));
        }
    }

    private sealed record Request(Guid Id, bool Open, string Recipients);

    private sealed record Person(int Account, CustomerKey Customer, string Pseudonym, DateTimeOffset Asked)
    {
        public string User { get; } = StoredText.Clean(Customer.UserId, StoredText.LongestId);

        public CustomerKey Instead => new(Customer.Account, Pseudonym);

        public (string Name, object? Value)[] Parameters => [("account", Account), ("user", User), ("pseudonym", Pseudonym)];
    }
}

/// <summary>A campaign to one customer, how it ended and when.</summary>
public sealed record SentTo(long Campaign, DeliveryState State, DateTimeOffset? At);
