using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Who belongs to whom. A binding that ended leaves its row with nobody in it, so that whoever asks what changed learns of it. Throws what
/// the database throws when it is away.
/// </summary>
public sealed class Bindings(Database database)
{
    private readonly Accounts accounts = new(database);

    public async Task<Binding?> FindAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        (await FindAsync([customer], cancellationToken)).GetValueOrDefault(customer);

    /// <summary>Those of the customers who are bound to somebody.</summary>
    public async Task<IReadOnlyDictionary<CustomerKey, Binding>> FindAsync(
        IReadOnlyCollection<CustomerKey> customers,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<CustomerKey, Binding>();
        foreach (var account in customers.GroupBy(customer => customer.Account))
        {
            var number = await accounts.NumberAsync(account.Key, cancellationToken);
            var rows = await database.QueryAsync(
                $"""
                select user_id, staff, store, at from bindings
                where account = @account and staff is not null and {database.Engine.Among("user_id", "@users")}
                """,
                row => new Binding(new(account.Key, row.Text("user_id")), row.Text("staff"), row.Text("store"), row.Time("at")),
                cancellationToken,
                ("account", number),
                ("users", database.Engine.List(account.Select(customer => customer.UserId)))
            );
            foreach (var row in rows)
                found[row.Customer] = row;
        }

        return found;
    }

    /// <summary>The user ids bound to this member of staff, in the order of the ids, behind <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<string>> PageAsync(
        AccountKey account,
        string staff,
        string? after,
        int size,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            "select user_id from bindings where staff = @staff and account = @account and user_id > @after order by user_id limit @size",
            row => row.Text("user_id"),
            cancellationToken,
            ("staff", Key(staff)),
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("after", after ?? ""),
            ("size", size)
        );

    public async Task<long> CountAsync(AccountKey account, string staff, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select count(*) as bound from bindings where staff = @staff and account = @account",
                row => row.Long("bound"),
                cancellationToken,
                ("staff", Key(staff)),
                ("account", await accounts.NumberAsync(account, cancellationToken))
            )
        )[0];

    /// <summary>
    /// Binds a customer to a member of staff. Of several acts the later one holds, by <paramref name="at"/>, however often and in whatever
    /// order they come.
    /// </summary>
    /// <param name="replace">Also one who is bound to somebody else; otherwise that one keeps them.</param>
    /// <returns>Whom the customer belongs to now.</returns>
    public async Task<Binding> BindAsync(
        CustomerKey customer,
        StaffMember staff,
        DateTimeOffset at,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        var number = await accounts.NumberAsync(customer.Account, cancellationToken);
        var act = Journal.Act(JournalWords.Bound, customer, staff.Id, at);
        return await database.WriteAsync(
            async writing =>
            {
                (string, object?)[] row =
                [
                    ("account", number),
                    ("user", customer.UserId),
                    ("staff", Key(staff.Id)),
                    ("store", staff.Store),
                    ("at", at),
                    ("replace", replace),
                ];
                var bound = await writing.ExecuteAsync(
                    $"""
                    insert into bindings (account, user_id, staff, store, at, changed_at)
                        values (@account, @user, @staff, @store, @at, {database.Engine.Clock})
                    on conflict (account, user_id) do update set staff = excluded.staff, store = excluded.store, at = excluded.at,
                        changed_at = excluded.changed_at
                    where bindings.at < excluded.at and (bindings.staff is null or @replace = 1)
                    """,
                    row
                );
                if (bound > 0)
                    await Journal.NoteAsync(writing, database.Engine, number, act);
                var now = await writing.QueryAsync(
                    "select staff, store, at from bindings where account = @account and user_id = @user",
                    reader => new Binding(customer, reader.TextOrNull("staff") ?? "", reader.Text("store"), reader.Time("at")),
                    ("account", number),
                    ("user", customer.UserId)
                );
                return now[0];
            },
            cancellationToken
        );
    }

    /// <summary>解除. False: the customer is not this member of staff's.</summary>
    public async Task<bool> UnbindAsync(CustomerKey customer, string staff, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(customer.Account, cancellationToken);
        var act = Journal.Act(JournalWords.Unbound, customer, staff, at);
        return await database.WriteAsync(
            async writing =>
            {
                var ended = await writing.ExecuteAsync(
                    $"""
                    update bindings set staff = null, at = @at, changed_at = {database.Engine.Clock}
                    where account = @account and user_id = @user and staff = @staff and at < @at
                    """,
                    ("account", number),
                    ("user", customer.UserId),
                    ("staff", Key(staff)),
                    ("at", at)
                );
                if (ended > 0)
                    await Journal.NoteAsync(writing, database.Engine, number, act);
                return ended > 0;
            },
            cancellationToken
        );
    }

    /// <summary>移轉: those of the customers who are <paramref name="from"/>'s become <paramref name="to"/>'s. Answers how many.</summary>
    public async Task<int> TransferAsync(
        IReadOnlyCollection<CustomerKey> customers,
        string from,
        StaffMember to,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var groups = new List<(int Account, object Users)>();
        foreach (var account in customers.GroupBy(customer => customer.Account))
            groups.Add(
                (
                    await accounts.NumberAsync(account.Key, cancellationToken),
                    database.Engine.List(account.Select(customer => customer.UserId))
                )
            );
        return await database.WriteAsync(
            async writing =>
            {
                var passed = 0;
                foreach (var (account, users) in groups)
                {
                    passed += await writing.ExecuteAsync(
                        $"""
                        update bindings set staff = @to, store = @store, at = @at, changed_at = {database.Engine.Clock}
                        where account = @account and {database.Engine.Among("user_id", "@users")} and staff = @from
                        """,
                        ("to", Key(to.Id)),
                        ("store", to.Store),
                        ("at", at),
                        ("account", account),
                        ("users", users),
                        ("from", Key(from))
                    );
                }

                return passed;
            },
            cancellationToken
        );
    }

    /// <summary>The code of a member of staff, always the same; made when first asked for.</summary>
    public async Task<string> CodeAsync(string staff, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async writing =>
            {
                (string, object?)[] who = [("staff", Key(staff))];
                while (true)
                {
                    var there = await writing.QueryAsync(
                        "select code from binding_codes where staff = @staff",
                        row => row.Text("code"),
                        who
                    );
                    if (there.Count > 0)
                        return there[0];
                    await writing.ExecuteAsync(
                        "insert into binding_codes (staff, code, at) values (@staff, @code, @at) on conflict do nothing",
                        [.. who, ("code", BindingCode.Make()), ("at", now)]
                    );
                }
            },
            cancellationToken
        );

    /// <summary>The active member of staff whose code this is, or null.</summary>
    public async Task<StaffMember?> OfCodeAsync(string code, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                """
                select staff.id, staff.name, staff.role, staff.store from binding_codes
                join staff on staff.key = binding_codes.staff where binding_codes.code = @code and staff.active = 1
                """,
                row => new StaffMember(row.Text("id"), row.Text("name"), (Role)row.Number("role"), row.Text("store")),
                cancellationToken,
                ("code", code)
            )
        ).SingleOrDefault();

    private static string Key(string staff) => StoredText.Clean(staff.ToLowerInvariant(), StoredText.LongestId);
}
